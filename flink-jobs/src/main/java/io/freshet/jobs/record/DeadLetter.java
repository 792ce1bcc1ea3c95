package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.wire.SchemaHeader;
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
 * @param schemaHeader header that names the schema of the value, so that it can be sent again; null
 *     where there was none
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
    String message,
    @Nullable SchemaHeader schemaHeader) {
  public DeadLetter {
    requireNonNull(topic, "topic is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(exception, "exception is null");
    requireNonNull(message, "message is null");
  }

  /** A dead letter without a header that names a schema. */
  public DeadLetter(
      String topic,
      int partition,
      long offset,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Reason reason,
      String exception,
      String message) {
    this(topic, partition, offset, key, value, reason, exception, message, null);
  }
}
