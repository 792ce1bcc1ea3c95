package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.Reason;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Topics;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interaction graph job between topics of a real broker, fed with whatever there is. */
final class BadEventsTest {
  private static final long SEED = 20_260_727;
  private static final long CLOCK = Instant.parse("2026-01-21T00:00:00Z").toEpochMilli();

  private final Topics topics = new Topics("bad-", 1);
  private final AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);
  private final String neighborhoods = topics.itemNeighborhoods().name();
  private final String statistics = topics.itemStatistics().name();
  private final String histories = topics.userHistories().name();
  private final String deadLetters = topics.listeningEvents().deadLetters();

  @Test
  void badEventsLeaveUntouchedAndTheGoodOnesOfAnyIdMakeTheGraphWithoutARestart(
      @TempDir Path directory) throws Exception {
    Random random = new Random(SEED);
    List<ListeningEvent> events = goodEvents(random);
    List<Sent> mixture = BadEvents.of(topics.listeningEvents(), CLOCK, random);
    events.forEach(event -> mixture.add(sent(event)));
    events.subList(0, 5).forEach(event -> mixture.add(sent(event))); // once more
    Collections.shuffle(mixture, random);
    mixture.replaceAll(sent -> random.nextInt(4) > 0 ? sent : sent.with("freshet-clock", "soon"));
    events.subList(0, 5).forEach(event -> mixture.add(mixture.size() / 3, tenYearsAhead(event)));
    long bad = mixture.stream().filter(sent -> sent.reason() != null).count();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopicsWithDeadLetters(topics.fixed());
      InteractionGraphConfig config = config(kafka, directory);
      try (Tap tap = new Tap(kafka, neighborhoods, statistics, histories, deadLetters);
          Mixture producer = new Mixture(kafka, CLOCK);
          WatchedJob job =
              WatchedJob.start(environment -> InteractionGraphJob.assemble(environment, config))) {
        producer.send(mixture);
        tap.until("all events", () -> job.runs() && counted(tap) == events.size());
        tap.until("dead letters", () -> job.runs() && tap.records(deadLetters).size() == bad);
        Map<String, Map<String, Map<String, Double>>> expected =
            PlainGraph.shares(events, config.edge().halfLife());
        tap.until(
            "the graph",
            () ->
                job.runs()
                    && PublishedGraph.differences(tap.latest(neighborhoods), expected).isEmpty());
        tap.until("histories", () -> job.runs() && heard(tap).equals(heard(events)));

        producer.assertDeadLetters(topics.listeningEvents(), tap.records(deadLetters));
        assertThat(job.countedByReason("dead_letters_total")).isEqualTo(Sent.reasons(mixture));
        assertThat(job.countedByReason("events_dropped_total")).isEqualTo(Map.of("duplicate", 5L));
        assertThat(job.runs()).isTrue();
      }
    }
  }

  @Test
  void rubbishInTheCatalogNeitherTakesDownNorBringsBack(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopicsWithDeadLetters(topics.fixed());
      InteractionGraphConfig config = config(kafka, directory);
      try (Tap tap = new Tap(kafka, neighborhoods, statistics);
          Mixture producer = new Mixture(kafka, CLOCK);
          WatchedJob job =
              WatchedJob.start(environment -> InteractionGraphJob.assemble(environment, config))) {
        String gone = "gone %2F🎧\n";
        byte[] key = gone.getBytes(UTF_8);
        AvroCodec<CatalogItem> items = new AvroCodec<>(CatalogItem.class);
        byte[] other = items.encode(item("other", "track"));
        producer.send(
            List.of(
                Sent.good(topics.catalogItems(), key, null),
                Sent.bad(topics.catalogItems(), key, new byte[] {1, 2, 3}, null),
                Sent.bad(topics.catalogItems(), key, new byte[0], null),
                Sent.bad(topics.catalogItems(), key, other, null),
                Sent.bad(topics.catalogItems(), key, items.encode(item(gone, " ")), null),
                Sent.bad(topics.catalogItems(), new byte[0], null, null),
                Sent.bad(topics.catalogItems(), " ".getBytes(UTF_8), null, null),
                Sent.bad(topics.catalogItems(), "x".repeat(257).getBytes(UTF_8), null, null),
                Sent.good(topics.catalogItems(), "marker".getBytes(UTF_8), null)));
        tap.until("takedowns", () -> job.runs() && tap.latest(statistics).containsKey("marker"));
        tap.until("takedowns", () -> job.runs() && tap.latest(neighborhoods).containsKey("marker"));
        List<ListeningEvent> events = new ArrayList<>();
        for (String id : List.of(gone, "here", "there")) {
          events.add(BadEvents.event(id, "u", id, "track", CLOCK, null, null));
        }
        producer.send(events.stream().map(this::sent).toList());
        Map<String, Map<String, Map<String, Double>>> expected =
            PlainGraph.shares(events.subList(1, 3), config.edge().halfLife());
        tap.until(
            "the graph",
            () ->
                job.runs()
                    && PublishedGraph.differences(tap.latest(neighborhoods), expected).isEmpty());

        // Written apart, by another operator.
        tap.until("counts", () -> job.runs() && tap.latest(statistics).containsKey("there"));
        tap.until("counts", () -> job.runs() && tap.latest(statistics).containsKey("here"));
        for (String topic : List.of(neighborhoods, statistics)) {
          assertThat(tap.latest(topic)).containsOnlyKeys(gone, "marker", "here", "there");
          assertThat(requireNonNull(tap.latest(topic).get(gone)).value()).isNull();
        }
        assertThat(job.counted("catalog_items_ignored_total")).isEqualTo(7);
      }
    }
  }

  /** Every odd id as a user, as an item and as an event. */
  private static List<ListeningEvent> goodEvents(Random random) {
    List<ListeningEvent> events = new ArrayList<>();
    List<String> ids = OddIds.ALL;
    for (int i = 0; i < 8 * ids.size(); i++) {
      String item = ids.get(random.nextInt(ids.size()));
      events.add(
          BadEvents.event(
              i < ids.size() ? ids.get(i) : "event " + i,
              ids.get(i % ids.size()),
              item,
              List.of("track", "🎙 podcast", OddIds.LONGEST).get(ids.indexOf(item) % 3),
              CLOCK - random.nextInt(10 * 24 * 3_600) * 1_000L,
              random.nextBoolean() ? null : 0L,
              null));
    }
    return events;
  }

  private InteractionGraphConfig config(EmbeddedKafka kafka, Path directory) {
    return InteractionGraphConfig.from(
        Map.of(
            "kafka.bootstrap-servers",
            kafka.bootstrapServers(),
            "topics.prefix",
            topics.prefix(),
            "topics.partitions",
            Integer.toString(topics.partitions()),
            "job.parallelism",
            "2",
            "job.checkpoint-interval",
            "300ms",
            "job.checkpoint-directory",
            directory.resolve("checkpoints").toUri().toString(),
            "edge.drift-epsilon",
            "0",
            "statistic.epsilon",
            "0"));
  }

  private Sent sent(ListeningEvent event) {
    return Sent.good(
        topics.listeningEvents(), event.getUserId().getBytes(UTF_8), codec.encode(event));
  }

  /** The same user and item, with a clock by which it is no event of the future. */
  private Sent tenYearsAhead(ListeningEvent event) {
    Instant then = event.getOccurredAt().plus(Duration.ofDays(3_653));
    byte[] value =
        codec.encode(
            ListeningEvent.newBuilder(event).setEventId("ahead").setOccurredAt(then).build());
    return Sent.bad(
            topics.listeningEvents(), event.getUserId().getBytes(UTF_8), value, Reason.FUTURE)
        .with("freshet-clock", Long.toString(then.toEpochMilli()));
  }

  private static CatalogItem item(String id, String type) {
    return new CatalogItem(
        id, type, "", "", List.of(), List.of(), null, List.of(), null, null, Map.of());
  }

  private double counted(Tap tap) throws Exception {
    double total = 0;
    for (ConsumerRecord<byte[], byte[]> record : tap.latest(statistics).values()) {
      total += new AvroCodec<>(ItemStatistics.class).decode(record.value()).getCount();
    }
    return total;
  }

  private Map<String, List<String>> heard(Tap tap) throws Exception {
    Map<String, List<String>> heard = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : tap.latest(histories).values()) {
      UserHistory history = new AvroCodec<>(UserHistory.class).decode(record.value());
      assertThat(history.getUserId()).isEqualTo(new String(record.key(), UTF_8));
      heard.put(
          history.getUserId(),
          history.getInteractions().stream().map(HistoryEntry::getItemId).sorted().toList());
    }
    return heard;
  }

  private static Map<String, List<String>> heard(List<ListeningEvent> events) {
    Map<String, List<String>> heard = new TreeMap<>();
    for (ListeningEvent event : events) {
      heard.computeIfAbsent(event.getUserId(), id -> new ArrayList<>()).add(event.getItemId());
    }
    heard.values().forEach(Collections::sort);
    return heard;
  }
}
