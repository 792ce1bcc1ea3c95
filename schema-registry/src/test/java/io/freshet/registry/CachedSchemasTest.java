package io.freshet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.schemas.wire.SchemaId;
import io.freshet.schemas.wire.SchemaId.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

final class CachedSchemasTest {
  private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);

  private final Map<SchemaId, Integer> asked = new HashMap<>();
  private boolean isRegistered;
  private long nanos = Long.MAX_VALUE - 5; // as nanoTime may: it overflows
  private final CachedSchemas schemas =
      new CachedSchemas(
          this::schema, Registries.at("http://r", RegistryApi.CONFLUENT), () -> nanos);

  @Test
  void aKnownSchemaIsAskedForOnce() {
    for (int i = 0; i < 10; i++) {
      nanos += Duration.ofDays(1).toNanos();
      assertThat(schemas.schema(id(1))).contains(SCHEMA);
    }
    assertThat(asked).isEqualTo(Map.of(id(1), 1));
  }

  @Test
  void anUnknownOneIsAskedForAgainAfterAWhile() {
    assertThat(schemas.schema(id(100))).isEmpty();
    nanos += Duration.ofSeconds(59).toNanos();
    isRegistered = true;
    assertThat(schemas.schema(id(100))).isEmpty();
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(schemas.schema(id(100))).contains(SCHEMA);
    assertThat(asked).isEqualTo(Map.of(id(100), 2));
  }

  @Test
  void rubbishPushesOutOnlyRubbishAndBothAreBounded() {
    schemas.schema(id(1));
    for (int i = 100; i < 200; i++) {
      assertThat(schemas.schema(id(i))).isEmpty();
    }
    assertThat(schemas.schema(id(1))).contains(SCHEMA);
    assertThat(schemas.schema(id(199))).isEmpty();
    assertThat(schemas.schema(id(100))).isEmpty();
    assertThat(asked).containsEntry(id(1), 1).containsEntry(id(199), 1).containsEntry(id(100), 2);

    for (int i = 2; i <= 5; i++) {
      assertThat(schemas.schema(id(i))).contains(SCHEMA);
    }
    assertThat(schemas.schema(id(1))).contains(SCHEMA);
    assertThat(asked).containsEntry(id(1), 2);
  }

  private Optional<Schema> schema(SchemaId id) {
    asked.merge(id, 1, Integer::sum);
    return id.low() < 100 || isRegistered ? Optional.of(SCHEMA) : Optional.empty();
  }

  private static SchemaId id(int id) {
    return SchemaId.number(Kind.ID, id);
  }
}
