package io.freshet.jobs.kafka;

import io.freshet.jobs.record.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Tells a record of a schema we do not know (upgrade, then replay the dead letters) from bytes that
 * are nothing at all.
 */
public final class SchemaMarker {
  private static final int HEADER_BYTES = 10;

  private final long known;

  /**
   * @param schema the schema that the bytes should be of
   */
  public SchemaMarker(Schema schema) {
    known = SchemaNormalization.parsingFingerprint64(schema);
  }

  /** Reason for bytes that could not be decoded. */
  public Reason reason(byte[] value) {
    boolean marked =
        value.length >= HEADER_BYTES && value[0] == (byte) 0xC3 && value[1] == (byte) 0x01;
    boolean ours =
        marked && ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2) == known;
    return marked && !ours ? Reason.UNKNOWN_SCHEMA : Reason.UNDECODABLE;
  }
}
