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
import io.freshet.schemas.UserAttributes;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.server.model.Provenance;
import io.freshet.server.model.Release;
import io.freshet.server.model.TowerShape;
import io.freshet.server.model.TowerSpec;
import io.freshet.server.training.CompactedTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
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
  private static final int USERS = 150;
  private static final Pattern STEP = Pattern.compile("\\] (\\d+)/(\\d+)  loss ([0-9.]+)");
  private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

  private final Topics topics = new Topics("", 2);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void topicsBecomeAReleaseWithTowersTwiceTheSameAndInEveryWay() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(topics.fixed());
      kafka.createTopics(List.of(topics.itemFeatures(ENCODER)));
      fill(kafka.bootstrapServers());

      JsonNode first = train(kafka, "first", "--activate");
      JsonNode second = train(kafka, "second");
      double cold = firstLoss();
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
      assertThat(release.towers().orElseThrow().attributes()).isEmpty();

      assertGoesOnFromACheckpoint(kafka);
      assertStartsFromTheWeightsOfARelease(kafka, cold);
      assertTrainsTheNetworkAhead(kafka);
    }
  }

  private void assertGoesOnFromACheckpoint(EmbeddedKafka kafka) throws Exception {
    Path checkpoint = directory.resolve("state/training.checkpoint");
    String[] kept = {"--checkpoint", checkpoint.toString()};
    // Figures of the validation slice are told of from the second epoch on.
    int code = run(new Breaking(err, "HR@10"), arguments(kafka, "parts", kept));
    assertThat(code).as(err.toString()).isOne();
    assertThat(err.toString()).contains("broken off");
    assertThat(checkpoint).exists();

    JsonNode parts = train(kafka, "parts", kept);
    assertThat(STEP.matcher(err.toString()).results().findFirst().orElseThrow().group(1))
        .isNotEqualTo("1");
    assertThat(weights("parts")).isEqualTo(weights("first"));
    assertThat(parts.at("/release").asText()).isEqualTo("parts");
    assertThat(checkpoint).doesNotExist();
  }

  private void assertStartsFromTheWeightsOfARelease(EmbeddedKafka kafka, double cold)
      throws Exception {
    Path earlier = directory.resolve("releases/first");
    JsonNode warm = train(kafka, "warm", "--from", earlier.toString());
    assertThat(firstLoss()).isLessThan(cold);
    assertThat(warm.at("/metrics/validation-hr-10").asDouble()).isPositive();
  }

  private void assertTrainsTheNetworkAhead(EmbeddedKafka kafka) throws Exception {
    JsonNode staged = train(kafka, "staged", "--staged");
    assertThat(staged.at("/metrics/validation-hr-10").asDouble()).isPositive();
    Release release = Release.load(directory.resolve("releases/staged"));
    assertThat(release.towers()).isPresent();
    assertThat(release.provenance().orElseThrow().code()).startsWith("staged training");
  }

  private double firstLoss() {
    return Double.parseDouble(
        STEP.matcher(err.toString()).results().findFirst().orElseThrow().group(3));
  }

  private Map<String, String> weights(String release) throws Exception {
    Map<String, String> weights = new TreeMap<>();
    Release.load(directory.resolve("releases").resolve(release))
        .weights()
        .forEach((name, tensor) -> weights.put(name, Arrays.toString(tensor.values())));
    return weights;
  }

  @Test
  void eventsCountOnceAndErasedUsersNotAtAllNorTheirAttributes() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(topics.fixed());
      kafka.createTopics(List.of(topics.itemFeatures(ENCODER)));
      fill(kafka.bootstrapServers());
      describeUsers(kafka.bootstrapServers());
      double all = train(kafka, "all").at("/metrics/events").asDouble();
      assertThat(all).isBetween(EVENTS / 2.0, (double) EVENTS);
      assertThat(attributes("all")).containsExactly("country=SE", "plan=free", "plan=trial");
      assertThat(attributeVectors("all")).hasSizeGreaterThan(0).doesNotContain(0f);

      try (KafkaProducer<byte[], byte[]> erasures = producer(kafka.bootstrapServers())) {
        for (int user = 0; user < 20; user++) {
          Future<?> unused = erasures.send(erasure("user-" + user));
        }
      }
      double left = train(kafka, "left").at("/metrics/events").asDouble();
      assertThat(left).isLessThan(all - 20).isGreaterThan(all / 3);
      assertThat(attributes("left")).containsExactly("country=SE", "plan=free");
      // The network is taken as it is; attributes are a matter of the towers.
      JsonNode unused = train(kafka, "left-staged", "--staged");
      assertThat(attributes("left-staged")).containsExactly("country=SE", "plan=free");
    }
  }

  private List<String> attributes(String release) throws Exception {
    return Release.load(directory.resolve("releases").resolve(release))
        .towers()
        .orElseThrow()
        .attributes();
  }

  private float[] attributeVectors(String release) throws Exception {
    return Release.load(directory.resolve("releases").resolve(release))
        .weight(TowerShape.QUERY_ATTRIBUTE)
        .values();
  }

  /** All are of one country; 25 are on trial, and were elsewhere before. */
  private void describeUsers(String servers) {
    AvroCodec<UserAttributes> codec = new AvroCodec<>(UserAttributes.class);
    try (KafkaProducer<byte[], byte[]> attributes = producer(servers)) {
      for (int user = 0; user < USERS; user++) {
        String id = "user-" + user;
        Map<String, String> plan = Map.of("plan", user < 25 ? "trial" : "free");
        for (UserAttributes state :
            List.of(
                new UserAttributes(id, "NO", null, Map.of()),
                new UserAttributes(id, "SE", user < 10 ? "25-34" : null, plan))) {
          Future<?> unused =
              attributes.send(
                  new ProducerRecord<>(
                      topics.userAttributes().name(), id.getBytes(UTF_8), codec.encode(state)));
        }
      }
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
    err.getBuffer().setLength(0);
    int code = run(arguments(kafka, release, more));
    assertThat(code).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private String[] arguments(EmbeddedKafka kafka, String release, String... more) {
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
    return arguments.toArray(String[]::new);
  }

  /** A catalogue with noise as texts, and a history of which every event was sent twice. */
  private void fill(String servers) throws Exception {
    AudioWorld world = new AudioWorld(WorldSettings.defaults(5, END).sized(200, USERS));
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
    return run(new PrintWriter(err, true), arguments);
  }

  private int run(PrintWriter errors, String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(errors);
    return line.execute(arguments);
  }
}
