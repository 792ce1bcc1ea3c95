package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.Reason;
import io.freshet.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A record of a mixture of good and bad ones.
 *
 * @param topic where it goes
 * @param key its key
 * @param value its value
 * @param headers further headers
 * @param reason why it must be refused; null where it is good
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are; never changed, never compared
record Sent(
    Topic topic,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Map<String, String> headers,
    @Nullable Reason reason) {
  static Sent good(Topic topic, byte[] key, byte @Nullable [] value) {
    return new Sent(topic, key, value, Map.of(), null);
  }

  static Sent bad(
      Topic topic, byte @Nullable [] key, byte @Nullable [] value, @Nullable Reason reason) {
    return new Sent(topic, key, value, Map.of(), reason);
  }

  Sent with(String header, String text) {
    return new Sent(topic, key, value, Map.of(header, text), reason);
  }

  /** How many records must be refused for each reason, by its label. */
  static Map<String, Long> reasons(List<Sent> sent) {
    return sent.stream()
        .filter(record -> record.reason() != null)
        .collect(
            Collectors.groupingBy(
                record -> requireNonNull(record.reason()).label(), Collectors.counting()));
  }
}
