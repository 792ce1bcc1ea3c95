package io.freshet.registry;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.Framing;
import io.freshet.schemas.wire.SchemaId;
import io.freshet.schemas.wire.WriterSchemas;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * How the records of an input are framed, and where their writers' schemas are found: in the
 * directory, then in the registry.
 *
 * @param framing what stands around a record
 * @param directory directory of schema files; empty for none
 * @param registry how the registry is reached
 */
public record InputSchemas(Framing framing, String directory, RegistryConfig registry)
    implements Serializable {
  public InputSchemas {
    requireNonNull(framing, "framing is null");
    requireNonNull(directory, "directory is null");
    requireNonNull(registry, "registry is null");
    boolean needsIds = framing == Framing.CONFLUENT || framing == Framing.APICURIO;
    if (needsIds && directory.isEmpty() && !registry.isPresent()) {
      throw new IllegalArgumentException(
          "Cannot configure schemas: framing %s needs registry-url or directory"
              .formatted(framing));
    }
  }

  /** Framing found out record by record; neither registry nor directory. */
  public static InputSchemas defaults() {
    return new InputSchemas(Framing.AUTO, "", RegistryConfig.defaults());
  }

  /** The same with another framing. */
  public InputSchemas with(Framing other) {
    return new InputSchemas(other, directory, registry);
  }

  /** The same with another registry. */
  public InputSchemas withRegistry(RegistryConfig other) {
    return new InputSchemas(framing, directory, other);
  }

  /**
   * A reader of these inputs.
   *
   * @throws SchemaRegistryException when there is no such directory
   */
  public <T extends SpecificRecord> AvroCodec<T> codec(Class<T> type) {
    return new AvroCodec<>(type, framing, source());
  }

  private WriterSchemas source() {
    if (!registry.isPresent()) {
      return directory.isEmpty() ? WriterSchemas.of() : SchemaDirectory.read(Path.of(directory));
    }
    WriterSchemas remote =
        new CachedSchemas(new RegistrySchemas(registry), registry, System::nanoTime);
    return directory.isEmpty()
        ? remote
        : new FirstOf(SchemaDirectory.read(Path.of(directory)), remote);
  }

  private record FirstOf(WriterSchemas first, WriterSchemas second) implements WriterSchemas {
    @Override
    public Optional<Schema> schema(SchemaId id) {
      return first.schema(id).or(() -> second.schema(id));
    }
  }
}
