package io.freshet.schemas.wire;

/** What stands around the Avro binary form of a record's value, and says which schema wrote it. */
public enum Framing {
  /** Whichever of the others the bytes and headers show. */
  AUTO,
  /** Avro's single-object encoding: {@code C3 01}, an eight-byte fingerprint. */
  SINGLE_OBJECT,
  /**
   * Confluent's: {@code 00} and a four-byte id, or {@code 01} and a sixteen-byte GUID, before the
   * record or in the header {@code __value_schema_id}.
   */
  CONFLUENT,
  /**
   * Apicurio's own: {@code 00} and an eight-byte id before the record, or an eight-byte id in the
   * header {@code apicurio.value.globalId} or {@code apicurio.value.contentId}.
   */
  APICURIO,
  /** Nothing: the record was written with the schema this release knows. */
  RAW
}
