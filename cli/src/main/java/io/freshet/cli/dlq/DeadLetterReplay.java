package io.freshet.cli.dlq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What a replay of dead letters did.
 *
 * @param topic where they went
 * @param sent how many were sent again
 * @param other how many were left out, being of another reason
 * @param cut how many were left out, since their value had been too large to be kept
 */
public record DeadLetterReplay(String topic, long sent, long other, long cut) {
  /**
   * Sends dead letters again, as they came: key, value and the headers that name a schema. How far
   * that went is remembered by a consumer group, one for each reason and one for all, when
   * everything has been acknowledged: the next replay goes on behind it, and one that fails on the
   * way sends again from where it began.
   *
   * @param topic whose dead letters
   * @param reason the only one to be sent; null for all
   * @param isDryRun whether to count only
   */
  public static DeadLetterReplay run(
      String bootstrapServers, String topic, @Nullable String reason, boolean isDryRun)
      throws InterruptedException {
    String group = "freshet-dlq-replay-" + (reason == null ? "all" : reason);
    long[] counts = new long[3];
    try (DeadLetters letters = new DeadLetters(bootstrapServers, topic + ".dlq", group);
        KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      letters.forEach(
          letter -> {
            if (reason != null && !reason.equals(letter.reason())) {
              counts[1]++;
            } else if (letter.isCut()) {
              counts[2]++;
            } else {
              counts[0]++;
              if (!isDryRun) {
                sent.add(producer.send(original(topic, letter)));
              }
            }
          });
      if (!isDryRun) {
        await(sent);
        letters.remember();
      }
    }
    return new DeadLetterReplay(topic, counts[0], counts[1], counts[2]);
  }

  private static ProducerRecord<byte[], byte[]> original(String topic, RefusedRecord letter) {
    return new ProducerRecord<>(topic, null, letter.key(), letter.value(), letter.headers());
  }

  private static void await(List<Future<RecordMetadata>> sent) throws InterruptedException {
    try {
      for (Future<RecordMetadata> each : sent) {
        var unused = each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot send dead letters again: %s; nothing is remembered as sent"
              .formatted(e.getCause()),
          e);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "all"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
