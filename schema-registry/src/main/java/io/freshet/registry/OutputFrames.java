package io.freshet.registry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.registry.RegistryHttp.Answer;
import io.freshet.schemas.wire.SingleObject;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * Puts written records into the configured frame. The subject of a topic's schema is {@code
 * <topic>-value}; its id is asked for with the first record and kept. One thread.
 */
public final class OutputFrames {
  private final OutputFraming framing;
  private final @Nullable RegistryHttp registry;
  private final Map<Long, Schema> byFingerprint = new HashMap<>();
  private final Map<Written, Integer> ids = new HashMap<>();

  /**
   * Frames of a configuration.
   *
   * @param schemas the schemas of everything that will be written
   */
  public OutputFrames(OutputSchemas config, Schema... schemas) {
    framing = config.framing();
    registry = framing == OutputFraming.SINGLE_OBJECT ? null : new RegistryHttp(config.registry());
    for (Schema schema : schemas) {
      byFingerprint.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    }
  }

  private record Written(String topic, long fingerprint) {}

  /**
   * The record in the frame.
   *
   * @param bytes a single object of one of the schemas
   * @throws SchemaRegistryException when its id cannot be found out
   */
  public byte[] framed(String topic, byte[] bytes) {
    if (framing == OutputFraming.SINGLE_OBJECT) {
      return bytes;
    }
    SingleObject record = new SingleObject(bytes);
    return record.confluent(
        ids.computeIfAbsent(new Written(topic, record.fingerprint()), this::id));
  }

  private int id(Written written) {
    RegistryHttp http = requireNonNull(registry, "registry is null");
    Schema schema =
        requireNonNull(byFingerprint.get(written.fingerprint()), "schema of output is unknown");
    String subject = written.topic() + "-value";
    String path = "subjects/" + RegistrySchemas.encoded(subject);
    boolean registers = framing == OutputFraming.CONFLUENT_REGISTER;
    Answer answer = http.post(registers ? path + "/versions" : path, body(schema));
    JsonNode id = answer.json().path("id");
    if (!answer.isGood() || !id.canConvertToInt()) {
      String what = registers ? "register" : "find (output-framing confluent-register would add)";
      throw http.refused(
          "%s %s under subject %s".formatted(what, schema.getFullName(), subject), answer);
    }
    return id.asInt();
  }

  /** The schema as people wrote it: what only our generated classes need is left out. */
  private static ObjectNode body(Schema schema) {
    JsonNode json = new Answer(0, schema.toString()).json();
    for (JsonNode typed : json.findParents("avro.java.string")) {
      ((ObjectNode) typed).remove("avro.java.string");
    }
    return JsonNodeFactory.instance.objectNode().put("schema", json.toString());
  }
}
