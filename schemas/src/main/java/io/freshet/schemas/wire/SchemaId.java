package io.freshet.schemas.wire;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * The name that a frame gives to the schema of its record.
 *
 * @param kind which names these are
 * @param high upper half of a GUID; 0 for the others
 * @param low lower half of a GUID, or all of the others
 */
public record SchemaId(Kind kind, long high, long low) {
  /** Sets of names; the same number means different schemas in each. */
  public enum Kind {
    /** CRC-64-AVRO of the schema's canonical form. */
    FINGERPRINT("fingerprint"),
    /** The number that a registry's clients put before a record. */
    ID("id"),
    /** The number that is the same in all registries, a UUID. */
    GUID("GUID"),
    /** Apicurio's number of a version of an artifact. */
    GLOBAL_ID("global id"),
    /** Apicurio's number of a content, which several artifacts may share. */
    CONTENT_ID("content id");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  public SchemaId {
    requireNonNull(kind, "kind is null");
  }

  /** The name of a fingerprint. */
  public static SchemaId fingerprint(long fingerprint) {
    return new SchemaId(Kind.FINGERPRINT, 0, fingerprint);
  }

  /** A number of one of the numbered kinds. */
  public static SchemaId number(Kind kind, long number) {
    return new SchemaId(kind, 0, number);
  }

  /** A GUID. */
  public static SchemaId guid(UUID guid) {
    return new SchemaId(Kind.GUID, guid.getMostSignificantBits(), guid.getLeastSignificantBits());
  }

  /** The name as a registry writes it: sixteen hexadecimal digits, a UUID or a decimal number. */
  public String name() {
    return switch (kind) {
      case FINGERPRINT -> "%016x".formatted(low);
      case GUID -> new UUID(high, low).toString();
      case ID, GLOBAL_ID, CONTENT_ID -> Long.toString(low);
    };
  }

  @Override
  public String toString() {
    return "schema " + kind.word + " " + name();
  }
}
