package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.Reason;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.kafka.EmbeddedRegistry;
import io.freshet.registry.InputSchemas;
import io.freshet.registry.RegistryConfig;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The interaction graph job between topics of strangers, with a registry that answers over HTTP.
 */
final class FramedEventsTest {
  private static final long CLOCK = Instant.parse("2026-01-21T00:00:00Z").toEpochMilli();

  private final Topics topics = new Topics("framed-", 1);
  private final String neighborhoods = topics.itemNeighborhoods().name();
  private final String deadLetters = topics.listeningEvents().deadLetters();

  @Test
  void eventsOfEveryFrameAndSchemaOnOneTopicMakeOneGraphWhichIsWrittenInTheRegistrysFrame(
      @TempDir Path directory) throws Exception {
    Random random = new Random(20_260_730);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      kafka.createTopicsWithDeadLetters(topics.fixed());
      FramedEvents writers = new FramedEvents(registry, topics.listeningEvents());
      List<ListeningEvent> events = events(random);
      List<Sent> mixture = unknown();
      int bad = mixture.size();
      for (int i = 0; i < events.size(); i++) {
        mixture.add(writers.sent(events.get(i), i));
      }
      Collections.shuffle(mixture, random);
      registry.failNext(2, 503);
      InteractionGraphConfig config = InteractionGraphConfig.from(keys(kafka, registry, directory));
      try (Tap tap = new Tap(kafka, neighborhoods, deadLetters);
          Mixture producer = new Mixture(kafka, CLOCK);
          WatchedJob job =
              WatchedJob.start(environment -> InteractionGraphJob.assemble(environment, config))) {
        producer.send(mixture);
        AvroCodec<ItemNeighborhood> reader = reader(registry);
        Map<String, Map<String, Map<String, Double>>> expected =
            PlainGraph.shares(events, config.edge().halfLife());
        tap.until("dead letters", () -> job.runs() && tap.records(deadLetters).size() == bad);
        tap.until(
            "the graph",
            () ->
                job.runs()
                    && PublishedGraph.differences(tap.latest(neighborhoods), expected, reader)
                        .isEmpty());

        producer.assertDeadLetters(topics.listeningEvents(), tap.records(deadLetters));
        assertThat(job.countedByReason("dead_letters_total")).isEqualTo(Sent.reasons(mixture));
        for (ConsumerRecord<byte[], byte[]> record : tap.latest(neighborhoods).values()) {
          assertThat(record.value()).startsWith(0, 0, 0, 0);
        }
        assertThat(registry.schemas(neighborhoods + "-value")).hasSize(1);
        assertThat(Collections.frequency(registry.requests(), "GET /schemas/ids/77"))
            .as("as often as subtasks ask, not as often as there are records")
            .isBetween(1, 3);
      }
    }
  }

  /** Under names that the registry does not know; and one whose header is no name at all. */
  private List<Sent> unknown() throws Exception {
    ListeningEvent event = BadEvents.event("e", "u", "i", "track", CLOCK, null, null);
    byte[] key = "u".getBytes(UTF_8);
    List<Sent> unknown = new ArrayList<>();
    for (byte[] value :
        List.of(
            FramedEvents.unknown(event, 77),
            FramedEvents.unknown(event, -1),
            FramedEvents.unknownGuid(event),
            new byte[] {0, 0, 0, 0, 77})) {
      for (int times = 0; times < 20; times++) {
        unknown.add(Sent.bad(topics.listeningEvents(), key, value, Reason.UNKNOWN_SCHEMA));
      }
    }
    byte[] raw = {1, 2, 3};
    unknown.add(Sent.bad(topics.listeningEvents(), key, raw, Reason.UNDECODABLE));
    unknown.add(
        Sent.bad(topics.listeningEvents(), key, raw, Reason.UNDECODABLE)
            .with("__value_schema_id", "seven"));
    unknown.add(
        Sent.bad(topics.listeningEvents(), key, raw, Reason.UNKNOWN_SCHEMA)
            .with("apicurio.value.globalId", "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001"));
    // The string that id 1 names is no event.
    unknown.add(
        Sent.bad(
            topics.listeningEvents(), key, new byte[] {0, 0, 0, 0, 1, 2, 65}, Reason.UNDECODABLE));
    return unknown;
  }

  private static List<ListeningEvent> events(Random random) {
    List<ListeningEvent> events = new ArrayList<>();
    for (int i = 0; i < 20 * FramedEvents.WAYS; i++) {
      events.add(
          BadEvents.event(
              "event " + i,
              "user " + i % 6,
              "item " + random.nextInt(15),
              "track",
              CLOCK - random.nextInt(10 * 24 * 3_600) * 1_000L,
              null,
              null));
    }
    return events;
  }

  private Map<String, String> keys(EmbeddedKafka kafka, EmbeddedRegistry registry, Path directory) {
    Map<String, String> keys = new HashMap<>();
    keys.put("kafka.bootstrap-servers", kafka.bootstrapServers());
    keys.put("topics.prefix", topics.prefix());
    keys.put("topics.partitions", Integer.toString(topics.partitions()));
    keys.put("job.parallelism", "2");
    keys.put("job.checkpoint-interval", "300ms");
    keys.put("job.checkpoint-directory", directory.resolve("checkpoints").toUri().toString());
    keys.put("edge.drift-epsilon", "0");
    keys.put("schema.registry-url", registry.url());
    keys.put("schema.output-framing", "confluent-register");
    keys.put("schema.backoff", "1ms");
    return keys;
  }

  private static AvroCodec<ItemNeighborhood> reader(EmbeddedRegistry registry) {
    RegistryConfig defaults = RegistryConfig.defaults();
    return InputSchemas.defaults()
        .withRegistry(defaults.at(registry.url()))
        .codec(ItemNeighborhood.class);
  }
}
