package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes good and bad records and remembers where each went, to compare with the dead letters. */
final class Mixture implements AutoCloseable {
  private static final int MOST_BYTES = 1_000_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, Sent> badByPosition = new HashMap<>();
  private final @Nullable Long timestampMillis;

  /**
   * @param timestampMillis the ingest time of all of them; null means now
   */
  Mixture(EmbeddedKafka kafka, @Nullable Long timestampMillis) {
    this.timestampMillis = timestampMillis;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void send(List<Sent> records) throws Exception {
    for (Sent sent : records) {
      send(sent);
    }
  }

  private void send(Sent sent) throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            sent.topic().name(),
            0, // one partition, so that what is sent later is read later
            timestampMillis,
            sent.key(),
            sent.value());
    sent.headers().forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    RecordMetadata position = producer.send(record).get();
    if (sent.reason() != null) {
      badByPosition.put(position.topic() + position.partition() + "@" + position.offset(), sent);
    }
  }

  /** Each bad record is there once, byte by byte, with its reason; and nothing else is. */
  void assertDeadLetters(Topic topic, List<ConsumerRecord<byte[], byte[]>> letters) {
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      String position =
          header(letter, "__connect.errors.topic")
              + header(letter, "__connect.errors.partition")
              + "@"
              + header(letter, "__connect.errors.offset");
      String message = header(letter, "__connect.errors.exception.message");
      Sent sent = requireNonNull(badByPosition.remove(position), position + " " + message);
      assertThat(letter.topic()).isEqualTo(topic.deadLetters());
      assertThat(letter.key()).as(message).isEqualTo(sent.key());
      assertValue(letter, sent.value());
      assertThat(header(letter, "freshet-reason"))
          .as(message)
          .isEqualTo(requireNonNull(sent.reason()).label());
      assertThat(message).startsWith("Cannot ");
    }
    assertThat(badByPosition).isEmpty();
  }

  /** What would not fit together with the headers is left out, and its size told. */
  private static void assertValue(
      ConsumerRecord<byte[], byte[]> letter, byte @Nullable [] sentValue) {
    if (sentValue != null && sentValue.length > MOST_BYTES) {
      assertThat(letter.value()).isNull();
      assertThat(header(letter, "freshet-dropped-bytes")).isEqualTo("" + sentValue.length);
    } else {
      assertThat(letter.value()).isEqualTo(sentValue);
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
