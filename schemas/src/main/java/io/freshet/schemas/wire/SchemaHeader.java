package io.freshet.schemas.wire;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * The header of a record that names the schema of its value.
 *
 * @param name name of the header
 * @param value its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes travel as they are; never changed, never compared
public record SchemaHeader(String name, byte[] value) {
  /** Confluent's: a magic byte and the id or GUID. */
  public static final String CONFLUENT = "__value_schema_id";

  /** Apicurio's global id, eight bytes. */
  public static final String APICURIO_GLOBAL_ID = "apicurio.value.globalId";

  /** Apicurio's content id, eight bytes. */
  public static final String APICURIO_CONTENT_ID = "apicurio.value.contentId";

  private static final Set<String> NAMES =
      Set.of(CONFLUENT, APICURIO_GLOBAL_ID, APICURIO_CONTENT_ID);

  public SchemaHeader {
    requireNonNull(name, "name is null");
    requireNonNull(value, "value is null");
  }

  /** Whether a header of this name names a schema. */
  public static boolean isOne(String name) {
    return NAMES.contains(name);
  }
}
