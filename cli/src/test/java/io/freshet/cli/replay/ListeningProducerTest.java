package io.freshet.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListeningProducerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant THEN = Instant.parse("2013-03-01T00:00:00Z");

  private final Topics topics = new Topics("t.", 1);

  @Test
  void recordsAreKeyedStampedWithIngestTimeAndCarryTheReplayClock(@TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      kafka.createTopics(List.of(topics.listeningEvents(), topics.catalogItems()));
      try (ListeningProducer producer =
          new ListeningProducer(kafka.bootstrapServers(), topics, InstantSource.fixed(NOW))) {
        producer.send(ReplayerTest.event("ü/1", THEN.plusSeconds(5)));
        producer.send(ReplayerTest.event("tomorrow", NOW.plus(Duration.ofDays(1))));
        producer.send(ReplayerTest.event("b", THEN));
        producer.send(item());
        producer.takeDown("i");
        producer.flush();
      }
      assertEvents(consume(kafka, topics.listeningEvents().name(), 3));
      List<ConsumerRecord<byte[], byte[]>> items = consume(kafka, topics.catalogItems().name(), 2);
      assertThat(new AvroCodec<>(CatalogItem.class).decode(items.get(0).value())).isEqualTo(item());
      assertThat(items.get(1).value()).isNull();
    }
  }

  private static void assertEvents(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
    AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);
    assertThat(records).hasSize(3);
    long clock = THEN.plusSeconds(5).toEpochMilli();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      ListeningEvent event = codec.decode(each.value());
      assertThat(new String(each.key(), UTF_8)).isEqualTo(event.getUserId());
      assertThat(each.timestamp()).isEqualTo(NOW.toEpochMilli());
      assertThat(each.headers().lastHeader(ListeningProducer.CLOCK_HEADER).value())
          .as("never goes back, nor ahead of the present")
          .isEqualTo(Long.toString(clock).getBytes(UTF_8));
    }
  }

  private static CatalogItem item() {
    return CatalogItem.newBuilder().setItemId("i").setItemType("track").setTitle("Title").build();
  }

  private static List<ConsumerRecord<byte[], byte[]>> consume(
      EmbeddedKafka kafka, String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (int polls = 0; records.size() < count && polls < 100; polls++) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
