package io.freshet.server.retrieval.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.server.retrieval.status.Status.DeadLetterSample;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters by reason, and the newest few without what would tell of whom they are. Reasons
 * beyond {@value #MAX_REASONS} count as {@code other}. Thread-safe.
 */
final class DeadLetterLog {
  static final int SAMPLES = 20;
  static final int MAX_REASONS = 32;

  private static final String REASON = "freshet-reason";
  private static final String CONNECT = "__connect.errors.";
  private static final String OTHER = "other";

  private final Redaction redaction;
  private final Map<String, Map<String, Long>> byTopic = new HashMap<>();
  private final Map<String, Long> byReason = new HashMap<>();
  private final ArrayDeque<DeadLetterSample> newestLast = new ArrayDeque<>();

  DeadLetterLog(Redaction redaction) {
    this.redaction = redaction;
  }

  synchronized void add(ConsumerRecord<byte[], byte[]> record) {
    String reason = reason(record);
    String topic = WatchedTopics.original(record.topic());
    byReason.merge(reason, 1L, Long::sum);
    byTopic.computeIfAbsent(topic, name -> new HashMap<>()).merge(reason, 1L, Long::sum);
    newestLast.add(
        new DeadLetterSample(
            Instant.ofEpochMilli(record.timestamp()).toString(),
            topic,
            reason,
            redaction.message(text(record, CONNECT + "exception.message"), record.key()),
            redaction.id(record.key()),
            text(record, CONNECT + "partition") + "@" + text(record, CONNECT + "offset"),
            record.value() == null ? 0 : record.value().length));
    if (newestLast.size() > SAMPLES) {
      newestLast.remove();
    }
  }

  /** How many of each reason were read. */
  synchronized Map<String, Long> reasons() {
    return Map.copyOf(byReason);
  }

  /** How many of each reason were read of the dead letters of one topic. */
  synchronized Map<String, Long> reasons(String topic) {
    return Map.copyOf(byTopic.getOrDefault(topic, Map.of()));
  }

  /** The newest, newest first. */
  synchronized List<DeadLetterSample> newest() {
    List<DeadLetterSample> samples = new ArrayList<>(newestLast);
    Collections.reverse(samples);
    return samples;
  }

  private String reason(ConsumerRecord<byte[], byte[]> record) {
    String named = text(record, REASON).strip();
    String reason = named.isEmpty() || named.length() > 64 ? OTHER : named;
    return byReason.containsKey(reason) || byReason.size() < MAX_REASONS ? reason : OTHER;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
    @Nullable Header found = record.headers().lastHeader(header);
    return found == null || found.value() == null ? "" : new String(found.value(), UTF_8);
  }
}
