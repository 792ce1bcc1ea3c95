package io.freshet.server.retrieval.ingest;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Opens Kafka consumers of raw bytes, without a group. */
public final class Consumers {
  private Consumers() {}

  /**
   * A new consumer; the caller closes it.
   *
   * @param properties wins over our defaults
   */
  public static Consumer<byte[], byte[]> open(Map<String, String> properties) {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // Jobs may publish exactly once: what they roll back must not be seen.
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
    all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5000);
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    all.putAll(properties);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
