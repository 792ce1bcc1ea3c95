package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An input record that could not be used, with its bytes untouched and the place it came from.
 *
 * @param topic topic it was read from
 * @param partition partition of that topic
 * @param offset offset in that partition
 * @param key original key bytes
 * @param value original value bytes
 * @param reason why it was refused
 * @param exception class name of the error behind it, or of the check that refused it
 * @param message what is wrong and with which value
 */
@SuppressWarnings("ArrayRecordComponent") // bytes travel as they are; never changed, never compared
public record DeadLetter(
    String topic,
    int partition,
    long offset,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Reason reason,
    String exception,
    String message) {
  public DeadLetter {
    requireNonNull(topic, "topic is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(exception, "exception is null");
    requireNonNull(message, "message is null");
  }
}
