package io.freshet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.kafka.EmbeddedRegistry;
import io.freshet.schemas.ActiveRelease;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.Framing;
import io.freshet.schemas.wire.SingleObject;
import io.freshet.schemas.wire.UndecodableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records through directory and registry, in and out. */
final class SchemaSourcesTest {
  private static final UserHistory HISTORY = new UserHistory("u", 1L, List.of());
  private static final byte[] WRITTEN = new AvroCodec<>(UserHistory.class).encode(HISTORY);
  private static final Schema SCHEMA = UserHistory.getClassSchema();

  @Test
  void directoryKnowsSchemasByFingerprintIdAndGuid(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("7.avsc"), SCHEMA.toString());
    Files.writeString(
        directory.resolve("89791762-2336-4186-9674-299b90a802e2.avsc"), SCHEMA.toString());
    Files.writeString(directory.resolve("older.avsc"), SCHEMA.toString());
    Files.writeString(directory.resolve("README.md"), "no schema");
    AvroCodec<UserHistory> codec =
        new InputSchemas(Framing.AUTO, directory.toString(), RegistryConfig.defaults())
            .codec(UserHistory.class);

    assertThat(codec.decode(new SingleObject(WRITTEN).confluent(7))).isEqualTo(HISTORY);
    assertThat(codec.decode(WRITTEN)).isEqualTo(HISTORY);
    assertThatExceptionOfType(UndecodableException.class)
        .isThrownBy(() -> codec.decode(new SingleObject(WRITTEN).confluent(8)))
        .withMessageContaining("schema id 8 is unknown");
  }

  @Test
  void directoryThatCannotBeReadIsAFailureThatNamesIt(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("missing");
    assertThatExceptionOfType(SchemaRegistryException.class)
        .isThrownBy(() -> SchemaDirectory.read(missing))
        .withMessageContaining("schema.directory")
        .withMessageContaining(missing.toString());
    Files.writeString(directory.resolve("bad.avsc"), "{");
    assertThatExceptionOfType(SchemaRegistryException.class)
        .isThrownBy(() -> SchemaDirectory.read(directory))
        .withMessageContaining("bad.avsc");
  }

  @Test
  void whatIsNotInTheDirectoryIsAskedOfTheRegistry(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("1.avsc"), SCHEMA.toString());
    try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      registry.registerSchema("x", "\"string\"");
      int id = registry.registerSchema("h", SCHEMA.toString());
      AvroCodec<UserHistory> codec =
          new InputSchemas(
                  Framing.CONFLUENT,
                  directory.toString(),
                  Registries.at(registry.url(), RegistryApi.CONFLUENT))
              .codec(UserHistory.class);

      assertThat(codec.decode(new SingleObject(WRITTEN).confluent(1))).isEqualTo(HISTORY);
      assertThat(codec.decode(new SingleObject(WRITTEN).confluent(id))).isEqualTo(HISTORY);
      assertThat(registry.requests()).containsExactly("GET /schemas/ids/2");
    }
  }

  @Test
  void writtenSchemasAreRegisteredOncePerTopicAndWithoutOurClassesProperties() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      RegistryConfig config = Registries.at(registry.url(), RegistryApi.CONFLUENT);
      OutputFrames frames =
          new OutputFrames(
              new OutputSchemas(OutputFraming.CONFLUENT_REGISTER, config),
              SCHEMA,
              ActiveRelease.getClassSchema());
      byte[] framed = frames.framed("user-histories", WRITTEN);

      assertThat(frames.framed("user-histories", WRITTEN)).isEqualTo(framed).startsWith(0, 0, 0, 0);
      assertThat(registry.requests())
          .containsExactly("POST /subjects/user-histories-value/versions");
      assertThat(registry.schemas("user-histories-value"))
          .singleElement()
          .satisfies(
              schema -> {
                assertThat(schema).doesNotContain("avro.java.string").contains("\"doc\"");
                assertThat(new Schema.Parser().parse(schema).getFullName())
                    .isEqualTo(SCHEMA.getFullName());
              });
      assertThat(
              new InputSchemas(Framing.CONFLUENT, "", config)
                  .codec(UserHistory.class)
                  .decode(framed))
          .isEqualTo(HISTORY);
      assertThat(
              new OutputFrames(new OutputSchemas(OutputFraming.CONFLUENT_LOOK_UP, config), SCHEMA)
                  .framed("user-histories", WRITTEN))
          .isEqualTo(framed);
    }
  }

  @Test
  void anIdThatIsOnlyLookedUpAndNotThereIsAFailureThatNamesTheSubject() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      RegistryConfig config = Registries.at(registry.url(), RegistryApi.CONFLUENT);
      OutputFrames frames =
          new OutputFrames(new OutputSchemas(OutputFraming.CONFLUENT_LOOK_UP, config), SCHEMA);

      assertThatExceptionOfType(SchemaRegistryException.class)
          .isThrownBy(() -> frames.framed("t", WRITTEN))
          .withMessageContaining("t-value")
          .withMessageContaining("output-framing");
      assertThat(registry.schemas("t-value")).isEmpty();
    }
  }

  @Test
  void singleObjectsStayAsTheyAreAndNobodyIsAsked() {
    assertThat(new OutputFrames(OutputSchemas.defaults(), SCHEMA).framed("t", WRITTEN))
        .isSameAs(WRITTEN);
  }

  @Test
  void contradictionsAreRefusedWithTheSettingThatIsMissing() {
    assertThatThrownBy(() -> InputSchemas.defaults().with(Framing.CONFLUENT))
        .hasMessageContaining("registry-url or directory");
    assertThatThrownBy(
            () ->
                new SchemaConfig(
                    InputSchemas.defaults(),
                    Map.of("t", Framing.APICURIO),
                    OutputSchemas.defaults()))
        .hasMessageContaining("registry-url or directory");
    assertThatThrownBy(
            () -> new OutputSchemas(OutputFraming.CONFLUENT_LOOK_UP, RegistryConfig.defaults()))
        .hasMessageContaining("registry-url");
    for (String url : List.of("r:8081", "ftp://r", "http://", "http://a b")) {
      assertThatThrownBy(() -> Registries.at(url, RegistryApi.CONFLUENT))
          .hasMessageContaining("registry-url");
    }
    assertThat(Registries.at("https://r/x", RegistryApi.CONFLUENT).toString())
        .doesNotContain("secret");
  }
}
