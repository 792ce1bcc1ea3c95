package io.freshet.jobs.kafka;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.Reason;
import io.freshet.schemas.wire.SchemaHeader;
import io.freshet.schemas.wire.StrictUtf8;
import io.freshet.schemas.wire.UndecodableException;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * A record as Kafka holds it, not decoded.
 *
 * @param topic topic it was read from
 * @param partition partition of that topic
 * @param offset offset in that partition
 * @param timestampMillis Kafka's record timestamp: the ingest time, epoch milliseconds
 * @param key key bytes
 * @param value value bytes; null deletes the key
 * @param clockMillis the stream's own clock when the record arrived, epoch milliseconds: the header
 *     {@code freshet-clock} of a replay, else the ingest time
 * @param version header {@code freshet-version}, or {@link #NO_VERSION}
 * @param schemaHeader header that names the schema of the value; null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes travel as they are; never changed, never compared
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    byte @Nullable [] key,
    byte @Nullable [] value,
    long clockMillis,
    long version,
    @Nullable SchemaHeader schemaHeader) {
  /** {@link #version} of a record without the header. */
  public static final long NO_VERSION = -1;

  public RawRecord {
    requireNonNull(topic, "topic is null");
  }

  /** A record without a header that names a schema. */
  public RawRecord(
      String topic,
      int partition,
      long offset,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      long clockMillis,
      long version) {
    this(topic, partition, offset, timestampMillis, key, value, clockMillis, version, null);
  }

  /** The key as an id, empty where there is none or it is not UTF-8. */
  public String keyText() {
    try {
      return key == null ? "" : StrictUtf8.decode(key);
    } catch (CharacterCodingException e) {
      return "";
    }
  }

  /** The dead letter of this record, refused by a check. */
  public DeadLetter refused(Reason reason, String message) {
    return refused(reason, message, IllegalArgumentException.class.getName());
  }

  /** The dead letter of this record, which could not be decoded. */
  public DeadLetter refused(UndecodableException cause) {
    return refused(
        cause.isUnknownSchema() ? Reason.UNKNOWN_SCHEMA : Reason.UNDECODABLE,
        String.valueOf(cause.getMessage()),
        cause.getClass().getName());
  }

  private DeadLetter refused(Reason reason, String message, String exception) {
    return new DeadLetter(
        topic, partition, offset, key, value, reason, exception, message, schemaHeader);
  }
}
