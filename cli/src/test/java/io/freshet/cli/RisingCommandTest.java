package io.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RisingCommandTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Topics topics = new Topics("test-", 2);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void chartShowsWhatRisesMostWithTitlesAndLeavesOutTheRest() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      String servers = kafka.bootstrapServers();
      assertThat(run("--bootstrap-servers", servers)).as("no topics").isEqualTo(1);
      assertThat(err.toString()).contains("test-item-statistics").doesNotContain("\tat ");
      kafka.createTopics(topics.fixed());
      assertThat(run("--bootstrap-servers", servers)).isZero();
      assertThat(out.toString()).contains("Nothing rises");

      fill(servers);
      assertThat(run("--bootstrap-servers", servers, "--at", NOW + "", "--json")).isZero();
      JsonNode chart = new ObjectMapper().readTree(out.toString());
      assertThat(chart.path("items").asInt()).isEqualTo(6);
      assertThat(chart.path("rising"))
          .extracting(item -> item.path("item_id").asText())
          .containsExactly("hit", "grows");
      assertThat(chart.path("rising").get(0).path("title").asText()).isEqualTo("A Hit\u001b");
      assertThat(chart.path("rising").get(1).path("expected").asDouble()).isEqualTo(100);

      assertThat(run("--bootstrap-servers", servers, "--at", NOW + "", "--n", "1")).isZero();
      assertThat(out.toString().lines())
          .hasSize(3)
          .last()
          .asString()
          .matches(" *1\\. +A Hit +track +80\\.0 +5\\.0 +#{20} 30\\.6");
      assertThat(run("--bootstrap-servers", servers, "--at", NOW + "", "--min-count", "1"))
          .isZero();
      assertThat(out.toString()).contains("few");
    }
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(run("--bootstrap-servers", "127.0.0.1:1", "--n", "0")).isEqualTo(2);
    assertThat(run("--bootstrap-servers", "127.0.0.1:1", "--at", "yesterday")).isEqualTo(2);
    assertThat(run("--n", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--bootstrap-servers");
  }

  private void fill(String servers) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      send(producer, topics.itemStatistics(), "grows", new byte[] {7});
      for (ItemStatistics item :
          List.of(
              statistics("hit", 80, 100, NOW),
              statistics("grows", 130, 2_000, NOW),
              statistics("steady", 50, 1_000, NOW),
              statistics("falls", 20, 1_000, NOW),
              statistics("few", 3, 3, NOW),
              statistics("was", 900, 900, NOW.minus(Duration.ofDays(30))),
              statistics("gone", 900, 900, NOW))) {
        send(
            producer,
            topics.itemStatistics(),
            item.getItemId(),
            new AvroCodec<>(ItemStatistics.class).encode(item));
      }
      send(producer, topics.itemStatistics(), "gone", null);
      CatalogItem hit =
          new CatalogItem(
              "hit",
              "track",
              "A Hit\u001b",
              "",
              List.of(),
              List.of(),
              null,
              List.of(),
              null,
              null,
              Map.of());
      send(producer, topics.catalogItems(), "hit", new AvroCodec<>(CatalogItem.class).encode(hit));
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, Topic topic, String key, byte @Nullable [] value)
      throws Exception {
    assertThat(producer.send(new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), value)).get())
        .isNotNull();
  }

  private static ItemStatistics statistics(
      String id, double count3d, double count60d, Instant asOf) {
    return new ItemStatistics(id, "track", 1L, asOf, asOf, count3d, 0.0, count60d, 0.0, 0.0);
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    String[] all = new String[arguments.length + 3];
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    all[0] = "rising";
    all[1] = "--prefix";
    all[2] = topics.prefix();
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
