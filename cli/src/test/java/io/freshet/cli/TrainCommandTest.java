package io.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.replay.ListeningProducer;
import io.freshet.cli.world.AudioWorld;
import io.freshet.cli.world.WorldSettings;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.ModelRelease;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.server.model.Provenance;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerSpec;
import io.freshet.server.training.CompactedTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Training from a real broker's topics, small. */
final class TrainCommandTest {
  private static final String ENCODER = "noise";
  private static final int TEXT = 24;
  private static final int EVENTS = 4_000;
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

  private final Topics topics = new Topics("", 2);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void topicsBecomeAReleaseWithTowersTwiceTheSame() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(topics.fixed());
      kafka.createTopics(List.of(topics.itemFeatures(ENCODER)));
      fill(kafka.bootstrapServers());

      JsonNode first = train(kafka, "first", "--activate");
      JsonNode second = train(kafka, "second");
      assertThat(second.at("/metrics")).isEqualTo(first.at("/metrics"));
      assertThat(first.at("/metrics/validation-hr-10").asDouble()).isPositive();
      assertThat(first.at("/baselines/recent-popularity.validation-hr-10").asDouble()).isPositive();

      Release release = Release.load(directory.resolve("releases/first"));
      assertThat(release.towers()).isPresent();
      assertThat(release.types()).contains("track", "podcast");
      Provenance facts = release.provenance().orElseThrow();
      assertThat(facts.dataTo()).isLessThan(END.toString()).startsWith("2025-12");
      CompactedTopic announced =
          CompactedTopic.read(
              Map.of("bootstrap.servers", kafka.bootstrapServers()), topics.modelReleases().name());
      ModelRelease record =
          new AvroCodec<>(ModelRelease.class)
              .decode(requireNonNull(announced.values().get("first"), "first"));
      assertThat(record.getMetrics()).containsEntry(TowerSpec.ANNOUNCED, 64d);
      assertThat(record.getSha256())
          .isEqualTo(Release.checksum(directory.resolve("releases/first")));
      assertThat(announced.values()).containsKeys("second", Topics.ACTIVE_RELEASE_KEY);
      assertThat(err.toString()).contains("loss").contains("s left");
    }
  }

  @Test
  void eventsCountOnceAndThoseOfErasedUsersNotAtAll() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(topics.fixed());
      kafka.createTopics(List.of(topics.itemFeatures(ENCODER)));
      fill(kafka.bootstrapServers());
      double all = train(kafka, "all").at("/metrics/events").asDouble();
      assertThat(all).isBetween(EVENTS / 2.0, (double) EVENTS);

      try (KafkaProducer<byte[], byte[]> erasures = producer(kafka.bootstrapServers())) {
        for (int user = 0; user < 20; user++) {
          Future<?> unused = erasures.send(erasure("user-" + user));
        }
      }
      double left = train(kafka, "left").at("/metrics/events").asDouble();
      assertThat(left).isLessThan(all - 20).isGreaterThan(all / 3);
    }
  }

  @SuppressWarnings("NullAway") // a null value is Kafka's delete
  private ProducerRecord<byte[], byte[]> erasure(String user) {
    return new ProducerRecord<>(topics.userAttributes().name(), user.getBytes(UTF_8), null);
  }

  @Test
  void optionsThatContradictOneAnotherAreRefused() {
    assertThat(run("train")).isEqualTo(2);
    assertThat(err.toString()).contains("--bootstrap-servers").contains("--data");
    assertThat(run("train", "--data", "x", "--activate")).isEqualTo(2);
    assertThat(run("train", "--bootstrap-servers", "x:1", "--staged", "--no-towers")).isEqualTo(2);
  }

  private JsonNode train(EmbeddedKafka kafka, String release, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--encoder",
                ENCODER,
                "--text-dimensions",
                Integer.toString(TEXT),
                "--out",
                directory.resolve("releases").toString(),
                "--release",
                release,
                "--quick",
                "--epochs",
                "2",
                "--json"));
    arguments.addAll(List.of(more));
    int code = run(arguments.toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  /** A catalogue with noise as texts, and a history of which every event was sent twice. */
  private void fill(String servers) throws Exception {
    AudioWorld world = new AudioWorld(WorldSettings.defaults(5, END).sized(200, 150));
    try (ListeningProducer events = new ListeningProducer(servers, topics, InstantSource.system());
        KafkaProducer<byte[], byte[]> features = producer(servers)) {
      Random random = new Random(8);
      AvroCodec<ItemFeature> codec = new AvroCodec<>(ItemFeature.class);
      for (CatalogItem item : world.catalog()) {
        byte[] key = item.getItemId().getBytes(UTF_8);
        Future<?> unused =
            features.send(
                new ProducerRecord<>(
                    topics.itemFeatures(ENCODER).name(), key, codec.encode(feature(item, random))));
      }
      features.flush();
      for (var each = world.warmUp(EVENTS); each.hasNext(); ) {
        ListeningEvent event = each.next();
        events.send(event);
        events.send(event);
      }
      events.flush();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(String servers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ItemFeature feature(CatalogItem item, Random random) {
    List<Float> vector = new ArrayList<>();
    for (int k = 0; k < TEXT; k++) {
      vector.add((float) random.nextGaussian());
    }
    return ItemFeature.newBuilder()
        .setItemId(item.getItemId())
        .setItemType(item.getItemType())
        .setEncoderId(ENCODER)
        .setVersion(1)
        .setTextHash("")
        .setVector(vector)
        .build();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
