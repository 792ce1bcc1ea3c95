package io.freshet.registry;

import io.freshet.schemas.wire.SchemaId;
import io.freshet.schemas.wire.WriterSchemas;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Schemas of the files {@code *.avsc} of a directory, each complete in itself. Every one is known
 * by its fingerprint; {@code 7.avsc} also by the id 7, whichever kind of id it is, and a file named
 * like a UUID by that GUID. Read once.
 */
final class SchemaDirectory implements WriterSchemas {
  private static final String ENDING = ".avsc";
  private static final int MAX_FILES = 10_000;
  private static final long MAX_BYTES = 1 << 20;

  private final Map<SchemaId, Schema> schemas = new HashMap<>();

  private SchemaDirectory() {}

  /**
   * Reads the directory.
   *
   * @throws SchemaRegistryException when it cannot be read, or a file of it is no schema
   */
  static SchemaDirectory read(Path directory) {
    SchemaDirectory read = new SchemaDirectory();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENDING)) {
      int count = 0;
      for (Path file : files) {
        count++;
        if (count > MAX_FILES || Files.size(file) > MAX_BYTES) {
          throw new IOException(
              "more than %d files or %d bytes: %s".formatted(MAX_FILES, MAX_BYTES, file));
        }
        read.add(file);
      }
    } catch (IOException e) {
      throw new SchemaRegistryException(
          "Cannot read schemas: %s; check schema.directory (%s)".formatted(e, directory), e);
    }
    return read;
  }

  @Override
  public Optional<Schema> schema(SchemaId id) {
    return Optional.ofNullable(schemas.get(id));
  }

  private void add(Path file) throws IOException {
    Schema schema;
    try {
      schema = new Schema.Parser().parse(Files.readString(file));
    } catch (AvroRuntimeException e) {
      throw new SchemaRegistryException(
          "Cannot read schemas: %s is not a whole Avro schema (%s)".formatted(file, e), e);
    }
    schemas.put(SchemaId.fingerprint(SchemaNormalization.parsingFingerprint64(schema)), schema);
    String name = String.valueOf(file.getFileName());
    name = name.substring(0, name.length() - ENDING.length());
    if (name.matches("\\d{1,18}")) {
      long number = Long.parseLong(name);
      schemas.put(SchemaId.number(SchemaId.Kind.ID, number), schema);
      schemas.put(SchemaId.number(SchemaId.Kind.GLOBAL_ID, number), schema);
      schemas.put(SchemaId.number(SchemaId.Kind.CONTENT_ID, number), schema);
    } else if (name.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}")) {
      schemas.put(SchemaId.guid(UUID.fromString(name)), schema);
    }
  }
}
