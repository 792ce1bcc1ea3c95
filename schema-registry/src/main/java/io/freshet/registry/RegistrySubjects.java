package io.freshet.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.registry.RegistryHttp.Answer;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** What is registered under a subject, by Confluent's interface. One thread. */
public final class RegistrySubjects {
  private final RegistryHttp http;

  /** Subjects of a registry whose interface is Confluent's. */
  public RegistrySubjects(RegistryConfig config) {
    if (!config.isPresent() || config.api() != RegistryApi.CONFLUENT) {
      throw new IllegalArgumentException(
          "Cannot look up subjects: that needs registry-url of a Confluent interface (%s)"
              .formatted(config));
    }
    http = new RegistryHttp(config);
  }

  /**
   * The newest schema; empty where the subject has none.
   *
   * @throws SchemaRegistryException when the registry cannot be asked, or answers no Avro schema
   */
  public Optional<Schema> latest(String subject) {
    Answer answer =
        http.get("subjects/%s/versions/latest".formatted(RegistrySchemas.encoded(subject)));
    JsonNode json = answer.json();
    if (answer.status() == 404 && json.has("error_code")) {
      return Optional.empty();
    }
    if (!answer.isGood()) {
      throw http.refused("look up the schema of " + subject, answer);
    }
    try {
      return Optional.of(new Schema.Parser().parse(json.path("schema").asText()));
    } catch (AvroRuntimeException e) {
      throw http.refused("parse the schema of " + subject, answer);
    }
  }
}
