package io.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DlqCommandTest {
  private static final byte[] DAMAGED = {(byte) 0xC3, 0x28, 0x1B};
  private static final String SCHEMA_HEADER = "__value_schema_id";

  private final Topic events = new Topics("", 1).listeningEvents();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;
  private @Nullable EmbeddedKafka kafka;

  @BeforeEach
  void refuse() throws Exception {
    EmbeddedKafka started = EmbeddedKafka.start(directory);
    kafka = started;
    started.createTopicsWithDeadLetters(List.of(events));
    letter("undecodable", DAMAGED, "first".getBytes(UTF_8), "-");
    letter("future", "ann".getBytes(UTF_8), "second".getBytes(UTF_8), "-");
    letter("future", null, null, "-");
    letter("oversize", "bob".getBytes(UTF_8), null, "2000000");
  }

  @AfterEach
  void close() {
    kafka().close();
  }

  @Test
  void reasonsAreCountedAndTheNewestShown() throws Exception {
    assertThat(run("inspect", "--json", "--n", "2")).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("dead_letters").asInt()).isEqualTo(4);
    assertThat(report.path("reasons").path("future").asInt()).isEqualTo(2);
    assertThat(report.path("samples")).hasSize(2);
    assertThat(report.path("samples").get(1).path("message").asText()).isEqualTo("it is oversize");

    assertThat(run("inspect", "--reason", "undecodable")).isZero();
    assertThat(out.toString())
        .contains("1 dead letters")
        .contains("undecodable at 3-7")
        .doesNotContain("\u001b")
        .doesNotContain("ann");
  }

  @Test
  void lettersGoBackAsTheyCameAndOnce() throws Exception {
    assertThat(run("replay", "--dry-run")).isZero();
    assertThat(sent()).isEmpty();
    assertThat(run("replay", "--json")).isZero();
    JsonNode replay = new ObjectMapper().readTree(out.toString());
    assertThat(replay.path("sent").asInt()).isEqualTo(3);
    assertThat(replay.path("cut").asInt()).isEqualTo(1);

    List<ConsumerRecord<byte[], byte[]>> sent = sent();
    assertThat(sent).hasSize(3);
    assertThat(sent.get(0).key()).isEqualTo(DAMAGED);
    assertThat(sent.get(0).value()).isEqualTo("first".getBytes(UTF_8));
    assertThat(sent.get(2).key()).isNull();
    assertThat(sent.get(2).value()).isNull();
    assertThat(sent.get(0).headers())
        .singleElement()
        .satisfies(header -> assertThat(header.key()).isEqualTo(SCHEMA_HEADER));

    assertThat(run("replay")).isZero();
    assertThat(sent()).as("nothing is sent twice").hasSize(3);
    letter("future", "cat".getBytes(UTF_8), "third".getBytes(UTF_8), "-");
    assertThat(run("replay")).isZero();
    assertThat(sent()).hasSize(4);
  }

  @Test
  void oneReasonIsSentAloneAndOthersStay() throws Exception {
    assertThat(run("replay", "--reason", "future")).isZero();
    assertThat(out.toString()).startsWith("2 dead letters sent to listening-events; 2 of other");
    assertThat(sent()).hasSize(2);
    assertThat(run("replay", "--reason", "undecodable")).isZero();
    assertThat(sent()).hasSize(3);
  }

  @Test
  void topicWithoutDeadLettersIsAnError() {
    assertThat(run("inspect", "--topic", "nothing")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no such topic (nothing.dlq)");
    assertThat(run("inspect", "--n", "-1")).isEqualTo(2);
  }

  private void letter(
      String reason, byte @Nullable [] key, byte @Nullable [] value, String droppedBytes)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(events.deadLetters(), key, value);
      record.headers().add("freshet-reason", reason.getBytes(UTF_8));
      record.headers().add("__connect.errors.partition", "3".getBytes(UTF_8));
      record.headers().add("__connect.errors.offset", "7".getBytes(UTF_8));
      record
          .headers()
          .add("__connect.errors.exception.message", ("it is " + reason).getBytes(UTF_8));
      record.headers().add(SCHEMA_HEADER, new byte[] {1, 2});
      if (!droppedBytes.equals("-")) {
        record.headers().add("freshet-dropped-bytes", droppedBytes.getBytes(UTF_8));
      }
      producer.send(record).get();
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> sent() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    TopicPartition partition = new TopicPartition(events.name(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka().bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private EmbeddedKafka kafka() {
    return requireNonNull(kafka, "kafka is null");
  }

  private int run(String what, String... more) {
    out.getBuffer().setLength(0);
    String[] first = {"dlq", what, "--bootstrap-servers", kafka().bootstrapServers()};
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new));
  }
}
