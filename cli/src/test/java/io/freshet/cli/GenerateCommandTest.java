package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenerateCommandTest {
  private final Topics topics = new Topics("made-", 2);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void worldIsSentWithItsHistoryAndAsManyLiveEventsAsWanted(@TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      kafka.createTopics(topics.fixed());
      String[] world = {"--items", "200", "--users", "50", "--json"};
      assertThat(run(kafka, world, "--history", "500", "--rate", "0")).isZero();
      JsonNode first = new ObjectMapper().readTree(out.toString());
      assertThat(first.path("items").asInt()).isEqualTo(200);
      assertThat(first.path("history_events").asInt()).isEqualTo(500);
      assertThat(first.path("live_events").asInt()).isZero();
      assertThat(sent(kafka, topics.listeningEvents())).isEqualTo(500);
      assertThat(sent(kafka, topics.catalogItems())).isEqualTo(200);

      assertThat(run(kafka, world, "--history", "0", "--rate", "2000", "--limit", "70")).isZero();
      assertThat(sent(kafka, topics.listeningEvents())).isEqualTo(570);
      assertThat(run(kafka, world, "--rate", "-1")).isEqualTo(2);
      assertThat(run(kafka, new String[0], "--items", "0")).isEqualTo(2);
    }
  }

  private int run(EmbeddedKafka kafka, String[] world, String... more) {
    out.getBuffer().setLength(0);
    String[] where = {"generate", "--bootstrap-servers", kafka.bootstrapServers()};
    String[] names = {"--prefix", topics.prefix(), "--partitions", "2"};
    String[] arguments =
        Stream.of(where, names, world, more).flatMap(Stream::of).toArray(String[]::new);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static long sent(EmbeddedKafka kafka, Topic topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
