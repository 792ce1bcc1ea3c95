package io.freshet.jobs.event;

import io.freshet.jobs.record.Reason;
import io.freshet.schemas.ListeningEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.SchemaNormalization;

/**
 * Tells a record of a schema we do not know (upgrade, then replay the dead letters) from bytes that
 * are nothing at all.
 */
final class SchemaMarker {
  private static final long KNOWN =
      SchemaNormalization.parsingFingerprint64(ListeningEvent.getClassSchema());
  private static final int HEADER_BYTES = 10;

  private SchemaMarker() {}

  /** Reason for bytes that could not be decoded. */
  static Reason reason(byte[] value) {
    boolean marked =
        value.length >= HEADER_BYTES && value[0] == (byte) 0xC3 && value[1] == (byte) 0x01;
    boolean known =
        marked && ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2) == KNOWN;
    return marked && !known ? Reason.UNKNOWN_SCHEMA : Reason.UNDECODABLE;
  }
}
