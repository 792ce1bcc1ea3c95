package io.freshet.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.registry.RegistryHttp.Answer;
import io.freshet.schemas.wire.SchemaId;
import io.freshet.schemas.wire.WriterSchemas;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schemas that a registry has. A name it does not know is an answer; that it cannot be asked is a
 * failure. A schema that is no Avro schema is as good as none, and logged.
 */
final class RegistrySchemas implements WriterSchemas {
  private static final Logger LOG = LoggerFactory.getLogger(RegistrySchemas.class);
  private static final int MAX_REFERENCES = 100;

  private final RegistryHttp http;
  private final RegistryApi api;

  RegistrySchemas(RegistryConfig config) {
    http = new RegistryHttp(config);
    api = config.api();
  }

  @Override
  public Optional<Schema> schema(SchemaId id) {
    if (id.kind() != SchemaId.Kind.GUID && id.low() <= 0) {
      return Optional.empty();
    }
    Optional<String> path = path(id);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Answer answer = http.get(path.get());
    if (answer.isGood()) {
      return parsed(id, answer);
    }
    if (isUnknown(id, answer)) {
      return Optional.empty();
    }
    throw http.refused("look up " + id, answer);
  }

  private Optional<String> path(SchemaId id) {
    boolean isConfluent = api == RegistryApi.CONFLUENT;
    return switch (id.kind()) {
      case FINGERPRINT -> Optional.empty();
      case GUID -> isConfluent ? Optional.of("schemas/guids/" + id.name()) : Optional.empty();
      case ID ->
          Optional.of(
              switch (api) {
                    case CONFLUENT -> "schemas/ids/";
                    case APICURIO_CONTENT_IDS -> "ids/contentIds/";
                    case APICURIO_GLOBAL_IDS -> "ids/globalIds/";
                  }
                  + id.name());
      // Apicurio's Confluent interface counts contents; asked for a global id it would answer with
      // another schema.
      case CONTENT_ID ->
          Optional.of((isConfluent ? "schemas/ids/" : "ids/contentIds/") + id.name());
      case GLOBAL_ID -> isConfluent ? Optional.empty() : Optional.of("ids/globalIds/" + id.name());
    };
  }

  /**
   * A wrong address answers 404 as well, and must not send every record to the dead letters: the
   * registry's own 404 has a code or, where it is older than GUIDs, is asked for one.
   */
  private boolean isUnknown(SchemaId id, Answer answer) {
    if (answer.status() != 404) {
      return false;
    }
    JsonNode json = answer.json();
    int code = json.path("error_code").asInt();
    return switch (api) {
      case CONFLUENT -> code == 40403 || id.kind() == SchemaId.Kind.GUID;
      case APICURIO_CONTENT_IDS, APICURIO_GLOBAL_IDS ->
          code == 404 || json.path("status").asInt() == 404;
    };
  }

  private Optional<Schema> parsed(SchemaId id, Answer answer) {
    try {
      Schema.Parser parser = new Schema.Parser();
      if (api != RegistryApi.CONFLUENT) {
        return Optional.of(parser.parse(answer.text()));
      }
      JsonNode json = answer.json();
      if (!json.path("schema").isTextual()) {
        throw http.refused("read " + id, answer);
      }
      if (!json.path("schemaType").asText("AVRO").equals("AVRO")) {
        LOG.warn("Cannot use {}: not an Avro schema ({})", id, json.path("schemaType"));
        return Optional.empty();
      }
      parseReferences(json, parser, new HashSet<>());
      return Optional.of(parser.parse(json.path("schema").asText()));
    } catch (AvroRuntimeException e) {
      LOG.warn("Cannot use {}: {}", id, e.toString());
      return Optional.empty();
    }
  }

  private void parseReferences(JsonNode json, Schema.Parser parser, Set<String> seen) {
    for (JsonNode reference : json.path("references")) {
      String path =
          "subjects/%s/versions/%d"
              .formatted(
                  encoded(reference.path("subject").asText()), reference.path("version").asInt());
      if (!seen.add(path)) {
        continue;
      }
      if (seen.size() > MAX_REFERENCES) {
        throw new AvroRuntimeException("more than %d references".formatted(MAX_REFERENCES));
      }
      Answer answer = http.get(path);
      if (!answer.isGood()) {
        throw http.refused("look up the reference " + path, answer);
      }
      JsonNode referenced = answer.json();
      parseReferences(referenced, parser, seen);
      Schema unused = parser.parse(referenced.path("schema").asText());
    }
  }

  static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
