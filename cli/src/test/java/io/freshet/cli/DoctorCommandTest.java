package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.kafka.EmbeddedRegistry;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Release;
import io.freshet.server.model.Tensor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
  /** In the year 2100. */
  private static final long FUTURE = 4_102_444_800_000L;

  private final Topics topics = new Topics("", 2);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void topicsThatLoseRecordsAndAClockThatIsBehindMustBeMended() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("catalog-items", 2, (short) 1),
                  new NewTopic("model-releases", 2, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact")),
                  new NewTopic("item-statistics", 2, (short) 1)
                      .configs(
                          Map.of(
                              "cleanup.policy",
                              "compact",
                              "delete.retention.ms",
                              "1",
                              "message.timestamp.after.max.ms",
                              Long.toString(Long.MAX_VALUE)))))
          .all()
          .get();
      assertThat(run("--bootstrap-servers", kafka.bootstrapServers(), "--json")).isEqualTo(1);
      assertThat(advice("FAILURE", "topic catalog-items")).contains("cleanup.policy=compact");
      assertThat(advice("FAILURE", "topic model-releases")).contains("one partition");
      assertThat(advice("WARNING", "topic item-statistics")).contains("delete.retention.ms");
      assertThat(advice("FAILURE", "topic user-histories is missing")).contains("topics create");
      assertThat(advice("OK", "transaction.max.timeout.ms")).isEmpty();

      send(kafka, new ProducerRecord<>("item-statistics", 0, FUTURE, new byte[1], new byte[1]));
      assertThat(run("--bootstrap-servers", kafka.bootstrapServers(), "--json")).isEqualTo(1);
      assertThat(advice("FAILURE", "ahead of this machine's clock")).contains("NTP");
    }
  }

  @Test
  void vectorsOfAnotherSizeThanTheReleaseSaysAreFound() throws Exception {
    Path release = directory.resolve("r1");
    release(8, 1).write(release);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(topics.fixed());
      kafka.createTopics(
          List.of(
              topics.itemFeatures("e"), topics.itemEmbeddings("r1"), topics.embeddingRounds("r1")));
      String[] arguments = {
        "--bootstrap-servers", kafka.bootstrapServers(), "--release", release.toString(), "--json"
      };
      assertThat(run(arguments)).as("%s", out).isZero();
      send(kafka, embedding(16));
      assertThat(run(arguments)).as("%s", out).isZero();
      assertThat(advice("OK", "vectors of 16 in item-embeddings-r1")).isEmpty();
      send(kafka, embedding(24));
      assertThat(run(arguments)).isEqualTo(1);
      assertThat(advice("FAILURE", "vectors of 24 in item-embeddings-r1")).contains("says 16");
    }
  }

  @Test
  void registeredSchemasAreComparedWithOurs() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      registry.registerSchema("listening-events-value", ListeningEvent.getClassSchema().toString());
      assertThat(run("--schema-registry", registry.url(), "--json")).as("%s", out).isZero();
      registry.registerSchema(
          "listening-events-value",
          "{\"type\":\"record\",\"name\":\"ListeningEvent\",\"namespace\":\"io.freshet.schemas\","
              + "\"fields\":[{\"name\":\"user_id\",\"type\":\"int\"}]}");
      assertThat(run("--schema-registry", registry.url(), "--json")).isEqualTo(1);
      assertThat(advice("FAILURE", "schema of listening-events cannot be read"))
          .contains("docs/topics.md");
    }
    assertThat(run("--schema-registry", "nonsense")).isEqualTo(2);
  }

  @Test
  void keysOfAJobAreCheckedBeforeItIsSubmitted() throws Exception {
    assertThat(run("--job", "embedding", "--key", "embedding.release=r1", "--json")).isZero();
    assertThat(run("--job", "embedding", "--key", "embedding.releas=r1", "--json")).isEqualTo(1);
    assertThat(advice("FAILURE", "unknown keys ([embedding.releas])"))
        .contains("docs/configuration.md");
    assertThat(run("--key", "embedding.release=r1")).isEqualTo(2);
  }

  @Test
  void ourFlinkConfigurationIsFineAndOneThatKeepsNothingIsNot() throws Exception {
    assertThat(run("--flink-conf", "../deploy/flink", "--json")).as("%s", out).isZero();
    Files.writeString(directory.resolve("config.yaml"), "rest.port: 8081\n");
    assertThat(run("--flink-conf", directory.toString(), "--json")).isEqualTo(1);
    assertThat(advice("FAILURE", "execution.checkpointing.dir is not set")).isNotEmpty();
    assertThat(advice("WARNING", "pipeline.max-parallelism")).contains("128");
    assertThat(run("--flink-conf", directory.resolve("none").toString(), "--json")).isEqualTo(1);
    assertThat(advice("FAILURE", "Flink's configuration in")).contains("deploy/flink");
  }

  private static Release release(int dimensions, int layers) {
    HgnnShape shape = new HgnnShape(4, dimensions, layers, 1);
    Map<String, Tensor> weights = new HashMap<>();
    shape
        .weights()
        .forEach(
            (name, sizes) ->
                weights.put(
                    name,
                    new Tensor(
                        sizes, new float[sizes.stream().reduce(1, (one, two) -> one * two)])));
    return new Release("r1", "e", 4, dimensions, layers, List.of("track"), Map.of(), weights);
  }

  private ProducerRecord<byte[], byte[]> embedding(int size) {
    List<Float> vector = new ArrayList<>();
    for (int place = 0; place < size; place++) {
      vector.add(1f);
    }
    ItemEmbedding embedding =
        ItemEmbedding.newBuilder()
            .setItemId("item")
            .setItemType("track")
            .setVersion(1)
            .setRound(1)
            .setVector(vector)
            .setComputedAt(Instant.EPOCH)
            .setOldestEventAt(Instant.EPOCH)
            .setDegree(0)
            .setErrorEstimate(0f)
            .setStale(false)
            .build();
    return new ProducerRecord<>(
        topics.itemEmbeddings("r1").name(),
        0,
        null,
        new byte[1],
        new AvroCodec<>(ItemEmbedding.class).encode(embedding));
  }

  private static void send(EmbeddedKafka kafka, ProducerRecord<byte[], byte[]> record)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  /** Advice of the one finding of that verdict that says so. */
  private String advice(String verdict, String what) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode finding : new ObjectMapper().readTree(out.toString()).path("findings")) {
      if (finding.path("verdict").asText().equals(verdict)
          && finding.path("what").asText().contains(what)) {
        found.add(finding);
      }
    }
    assertThat(found).as("%s %s in %s", verdict, what, out).hasSize(1);
    return found.get(0).path("advice").asText();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    String[] first = {"doctor"};
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.of(first, arguments).flatMap(Stream::of).toArray(String[]::new));
  }
}
