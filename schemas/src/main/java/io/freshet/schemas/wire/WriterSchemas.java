package io.freshet.schemas.wire;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Where the schemas are found that records were written with. Asked once for each schema, not for
 * each record.
 */
public interface WriterSchemas {
  /**
   * The schema of the name, or empty when there is none.
   *
   * @throws RuntimeException when it cannot be found out: a failure of the world, not of the record
   */
  Optional<Schema> schema(SchemaId id);

  /** Whether names other than fingerprints are known; if not, no frame with one is looked for. */
  default boolean hasIds() {
    return true;
  }

  /** These schemas, by their fingerprints. */
  static WriterSchemas of(Schema... schemas) {
    Map<Long, Schema> byFingerprint = new TreeMap<>();
    for (Schema schema : schemas) {
      byFingerprint.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    }
    return new WriterSchemas() {
      @Override
      public Optional<Schema> schema(SchemaId id) {
        return id.kind() == SchemaId.Kind.FINGERPRINT
            ? Optional.ofNullable(byFingerprint.get(id.low()))
            : Optional.empty();
      }

      @Override
      public boolean hasIds() {
        return false;
      }
    };
  }
}
