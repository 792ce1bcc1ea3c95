package io.freshet.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Topics;
import io.freshet.schemas.UserAttributes;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends catalog items, users' attributes and listening events. Sending is asynchronous and blocks
 * while the client's buffer ({@value #BUFFER_BYTES} bytes) is full; a record that could not be
 * delivered makes the next call throw. One owner, one thread.
 */
public final class ListeningProducer implements AutoCloseable {
  /** Header with the replay's event time, UTF-8 decimal epoch milliseconds. */
  public static final String CLOCK_HEADER = "freshet-clock";

  static final long BUFFER_BYTES = 32L << 20;

  private final Topics topics;
  private final InstantSource clock;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AvroCodec<CatalogItem> items = new AvroCodec<>(CatalogItem.class);
  private final AvroCodec<UserAttributes> users = new AvroCodec<>(UserAttributes.class);
  private final AvroCodec<ListeningEvent> events = new AvroCodec<>(ListeningEvent.class);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long replayClockMillis;

  /**
   * A producer of its own; the topics must exist.
   *
   * @param clock gives the records' timestamps: when they were ingested
   */
  public ListeningProducer(String bootstrapServers, Topics topics, InstantSource clock) {
    this.topics = topics;
    this.clock = clock;
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                ProducerConfig.LINGER_MS_CONFIG, "5",
                ProducerConfig.BATCH_SIZE_CONFIG, "65536",
                ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Adds or replaces the item. */
  public void send(CatalogItem item) {
    send(topics.catalogItems().name(), item.getItemId(), items.encode(item));
  }

  /** Says what is known of the user, in place of what was. */
  public void send(UserAttributes user) {
    send(topics.userAttributes().name(), user.getUserId(), users.encode(user));
  }

  /** Takes the item down. */
  public void takeDown(String itemId) {
    send(topics.catalogItems().name(), itemId, null);
  }

  /**
   * Sends the event with the replay's clock: the latest event time sent so far. One that is yet to
   * come does not move it, and is refused by the job, alone.
   */
  public void send(ListeningEvent event) {
    Instant occurredAt = event.getOccurredAt();
    if (!occurredAt.isAfter(clock.instant())) {
      replayClockMillis = Math.max(replayClockMillis, occurredAt.toEpochMilli());
    }
    byte[] header = Long.toString(replayClockMillis).getBytes(UTF_8);
    send(
        topics.listeningEvents().name(),
        event.getUserId(),
        events.encode(event),
        new RecordHeader(CLOCK_HEADER, header));
  }

  /**
   * Waits until all that was sent is stored.
   *
   * @throws KafkaException if something was not
   */
  public void flush() {
    producer.flush();
    throwFailure();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void send(String topic, String key, byte @Nullable [] value, RecordHeader... headers) {
    throwFailure();
    @SuppressWarnings("NullAway") // a null value is Kafka's delete
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(topic, null, clock.millis(), key.getBytes(UTF_8), value);
    for (RecordHeader header : headers) {
      sent.headers().add(header);
    }
    @SuppressWarnings("unused") // the callback sees the outcome
    Future<RecordMetadata> pending =
        producer.send(
            sent,
            (metadata, exception) -> {
              if (exception != null) {
                failure.compareAndSet(null, exception);
              }
            });
  }

  private void throwFailure() {
    Exception cause = failure.get();
    if (cause != null) {
      throw new KafkaException("Cannot send a record: %s".formatted(cause.getMessage()), cause);
    }
  }
}
