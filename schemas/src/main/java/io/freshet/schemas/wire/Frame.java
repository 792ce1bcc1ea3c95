package io.freshet.schemas.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a record: the forms of the framings, one method each.
 *
 * @param schema name of the writer's schema; null when nothing names one
 * @param start where the record starts
 */
record Frame(@Nullable SchemaId schema, int start) {
  /** Bytes before the record of a single object. */
  static final int SINGLE_OBJECT_BYTES = 10;

  private static final int ID_BYTES = 5;
  private static final int LONG_ID_BYTES = 9;
  private static final int GUID_BYTES = 17;
  private static final byte ID = 0;
  private static final byte GUID = 1;

  /** The whole of the bytes. */
  static Frame none() {
    return new Frame(null, 0);
  }

  static boolean isMarked(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == (byte) 0xC3 && bytes[1] == (byte) 0x01;
  }

  /** Whether the bytes are a single object of the schema. */
  static boolean isSingleObject(byte[] bytes, long fingerprint) {
    return bytes.length >= SINGLE_OBJECT_BYTES
        && isMarked(bytes)
        && fingerprint(bytes) == fingerprint;
  }

  /** Fingerprint in the bytes of a single object. */
  static long fingerprint(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
  }

  static Frame singleObject(byte[] bytes) throws UndecodableException {
    if (!isMarked(bytes)) {
      throw new UndecodableException(
          "no single object, which starts with c301; set schema.framing to what its writer writes",
          bytes);
    }
    if (bytes.length < SINGLE_OBJECT_BYTES) {
      throw new UndecodableException("single-object header is cut short", bytes);
    }
    return new Frame(SchemaId.fingerprint(fingerprint(bytes)), SINGLE_OBJECT_BYTES);
  }

  static Frame confluent(byte[] bytes) throws UndecodableException {
    if (bytes.length >= ID_BYTES && bytes[0] == ID) {
      int id = ByteBuffer.wrap(bytes).getInt(1);
      return new Frame(SchemaId.number(SchemaId.Kind.ID, id), ID_BYTES);
    }
    if (bytes.length >= GUID_BYTES && bytes[0] == GUID) {
      ByteBuffer guid = ByteBuffer.wrap(bytes, 1, GUID_BYTES - 1);
      return new Frame(SchemaId.guid(new UUID(guid.getLong(), guid.getLong())), GUID_BYTES);
    }
    throw new UndecodableException(
        "neither 00 and an id nor 01 and a GUID of Confluent's framing;"
            + " set schema.framing to what its writer writes",
        bytes);
  }

  static Frame apicurio(byte[] bytes) throws UndecodableException {
    if (bytes.length < LONG_ID_BYTES || bytes[0] != ID) {
      throw new UndecodableException(
          "not 00 and eight bytes of id of Apicurio's framing;"
              + " set schema.framing to what its writer writes",
          bytes);
    }
    long id = ByteBuffer.wrap(bytes).getLong(1);
    return new Frame(SchemaId.number(SchemaId.Kind.ID, id), LONG_ID_BYTES);
  }

  /**
   * The frame that the bytes show. None of our records can start like one: they start with an id,
   * whose length would be negative ({@code C3 01}, {@code 01}) or zero ({@code 00}), and an empty
   * id is refused. Registries count from 1: four zero bytes are the upper half of a long id.
   */
  static Frame detected(byte[] bytes, boolean hasIds) throws UndecodableException {
    if (isMarked(bytes)) {
      return singleObject(bytes);
    }
    if (!hasIds || bytes.length == 0) {
      return none();
    }
    if (bytes[0] == ID && bytes.length >= ID_BYTES) {
      boolean isLong = bytes.length >= LONG_ID_BYTES && ByteBuffer.wrap(bytes).getInt(1) == 0;
      return isLong ? apicurio(bytes) : confluent(bytes);
    }
    return bytes[0] == GUID && bytes.length >= GUID_BYTES ? confluent(bytes) : none();
  }

  /** The header's name of the schema: then the record is all of the bytes. */
  static Frame named(SchemaHeader header, byte[] bytes) throws UndecodableException {
    byte[] value = header.value();
    if (header.name().equals(SchemaHeader.CONFLUENT)) {
      Frame frame = confluent(value);
      if (frame.start == value.length) {
        return new Frame(frame.schema, 0);
      }
    } else if (value.length == Long.BYTES) {
      SchemaId.Kind kind =
          header.name().equals(SchemaHeader.APICURIO_GLOBAL_ID)
              ? SchemaId.Kind.GLOBAL_ID
              : SchemaId.Kind.CONTENT_ID;
      return new Frame(SchemaId.number(kind, ByteBuffer.wrap(value).getLong()), 0);
    }
    throw new UndecodableException(
        "header %s has %d bytes, which is no name of a schema"
            .formatted(header.name(), value.length),
        bytes);
  }
}
