package io.freshet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.freshet.kafka.EmbeddedRegistry;
import io.freshet.schemas.wire.SchemaId;
import io.freshet.schemas.wire.SchemaId.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrySchemasTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("R").fields().requiredString("id").endRecord();

  @SuppressWarnings("NullAway.Init")
  private EmbeddedRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start();
    registry.registerSchema("other-value", "{\"type\":\"string\"}");
    registry.registerSchema("r-value", SCHEMA.toString());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void idsAndGuidsAreFoundByConfluentsInterface() {
    RegistrySchemas schemas = schemas(RegistryApi.CONFLUENT);

    assertThat(schemas.schema(SchemaId.number(Kind.ID, 2))).contains(SCHEMA);
    assertThat(schemas.schema(SchemaId.guid(EmbeddedRegistry.guid(2)))).contains(SCHEMA);
    assertThat(schemas.schema(SchemaId.number(Kind.CONTENT_ID, 2))).contains(SCHEMA);
  }

  @Test
  void idsOfEveryKindAreFoundByApicuriosInterface() {
    RegistrySchemas contents = schemas(RegistryApi.APICURIO_CONTENT_IDS);
    RegistrySchemas globals = schemas(RegistryApi.APICURIO_GLOBAL_IDS);

    assertThat(contents.schema(SchemaId.number(Kind.ID, 2))).contains(SCHEMA);
    assertThat(globals.schema(SchemaId.number(Kind.ID, 2))).contains(SCHEMA);
    assertThat(contents.schema(SchemaId.number(Kind.GLOBAL_ID, 2))).contains(SCHEMA);
    assertThat(globals.schema(SchemaId.number(Kind.CONTENT_ID, 2))).contains(SCHEMA);
    assertThat(registry.requests())
        .containsExactly(
            "GET /ids/contentIds/2",
            "GET /ids/globalIds/2",
            "GET /ids/globalIds/2",
            "GET /ids/contentIds/2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONFLUENT", "APICURIO_CONTENT_IDS", "APICURIO_GLOBAL_IDS"})
  void whatTheRegistryDoesNotKnowIsAnAnswer(RegistryApi api) {
    RegistrySchemas schemas = schemas(api);

    assertThat(schemas.schema(SchemaId.number(Kind.ID, 99))).isEmpty();
    assertThat(schemas.schema(SchemaId.guid(EmbeddedRegistry.guid(99)))).isEmpty();
    assertThat(schemas.schema(SchemaId.number(Kind.ID, 0))).isEmpty();
    assertThat(schemas.schema(SchemaId.number(Kind.ID, -5))).isEmpty();
    assertThat(schemas.schema(SchemaId.fingerprint(2))).isEmpty();
  }

  @Test
  void aGlobalIdIsNotTakenForAContentIdByConfluentsInterface() {
    assertThat(schemas(RegistryApi.CONFLUENT).schema(SchemaId.number(Kind.GLOBAL_ID, 2))).isEmpty();
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void referencesAreParsedFirst() throws IOException {
    registry.registerSchema(
        "signal", "{\"type\":\"enum\",\"name\":\"Signal\",\"symbols\":[\"LIKE\"]}");
    int id =
        registry.register(
            "e-value",
            """
            {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"E\\",\\"fields\\":[{\\"name\\":\\"s\\",\\"type\\":\\"Signal\\"}]}",
             "references": [{"name": "Signal", "subject": "signal", "version": 1},
                            {"name": "Signal", "subject": "signal", "version": 1}]}
            """);

    assertThat(schemas(RegistryApi.CONFLUENT).schema(SchemaId.number(Kind.ID, id)))
        .hasValueSatisfying(
            schema ->
                assertThat(schema.getField("s").schema().getEnumSymbols()).containsExactly("LIKE"));
  }

  @Test
  void schemasThatAreNotAvroAreAsGoodAsNone() throws IOException {
    int protobuf =
        registry.register("p", "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message M {}\"}");
    int broken = registry.registerSchema("b", "{\"type\":\"record\"}");
    RegistrySchemas schemas = schemas(RegistryApi.CONFLUENT);

    assertThat(schemas.schema(SchemaId.number(Kind.ID, protobuf))).isEmpty();
    assertThat(schemas.schema(SchemaId.number(Kind.ID, broken))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void whatMayPassIsTriedAgain(int status) {
    registry.failNext(2, status);

    assertThat(schemas(RegistryApi.CONFLUENT).schema(SchemaId.number(Kind.ID, 2))).contains(SCHEMA);
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void afterTheLastAttemptTheFailureSaysWhatToCheck() {
    registry.failNext(3, 503);

    assertThatExceptionOfType(SchemaRegistryException.class)
        .isThrownBy(() -> schemas(RegistryApi.CONFLUENT).schema(SchemaId.number(Kind.ID, 2)))
        .withMessageContaining("503 after 3 attempts")
        .withMessageContaining("schema.registry-url")
        .withMessageContaining(registry.url());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404})
  void whatWillNotPassFailsAtOnceAndIsNoUnknownSchema(int status) {
    registry.failNext(1, status);

    assertThatExceptionOfType(SchemaRegistryException.class)
        .isThrownBy(() -> schemas(RegistryApi.CONFLUENT).schema(SchemaId.number(Kind.ID, 2)))
        .withMessageContaining("answered " + status)
        .withMessageNotContaining("secret");
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void aRegistryThatIsNotThereIsAFailure() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    RegistryConfig config = Registries.at("http://127.0.0.1:" + port, RegistryApi.CONFLUENT);

    assertThatExceptionOfType(SchemaRegistryException.class)
        .isThrownBy(() -> new RegistrySchemas(config).schema(SchemaId.number(Kind.ID, 2)))
        .withMessageContaining("ConnectException");
  }

  @Test
  void aRegistryThatNeverAnswersIsAFailureAfterItsTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      RegistryConfig config =
          new RegistryConfig(
              "http://127.0.0.1:" + silent.getLocalPort(),
              RegistryApi.CONFLUENT,
              "",
              Duration.ofMillis(50),
              2,
              Duration.ofMillis(1),
              Duration.ofMillis(1),
              1,
              Duration.ofSeconds(1));
      assertThatExceptionOfType(SchemaRegistryException.class)
          .isThrownBy(() -> new RegistrySchemas(config).schema(SchemaId.number(Kind.ID, 2)))
          .withMessageContaining("after 2 attempts");
    }
  }

  @Test
  void answersLargerThanAnySchemaAreNotRead() throws IOException {
    int id = registry.registerSchema("big", "x".repeat(2_000_000));

    assertThatExceptionOfType(SchemaRegistryException.class)
        .isThrownBy(() -> schemas(RegistryApi.CONFLUENT).schema(SchemaId.number(Kind.ID, id)))
        .withMessageContaining("larger than");
  }

  @Test
  void credentialsAndThePathOfTheAddressAreSent() throws IOException {
    CopyOnWriteArrayList<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestURI().getPath());
          seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/apis/ccompat/v7";
      assertThatExceptionOfType(SchemaRegistryException.class)
          .isThrownBy(
              () ->
                  new RegistrySchemas(Registries.at(url, RegistryApi.CONFLUENT))
                      .schema(SchemaId.number(Kind.ID, 2)));
      assertThat(seen).containsExactly("/apis/ccompat/v7/schemas/ids/2", "Basic bWU6c2VjcmV0");
    } finally {
      server.stop(0);
    }
  }

  private RegistrySchemas schemas(RegistryApi api) {
    return new RegistrySchemas(Registries.at(registry.url(), api));
  }
}
