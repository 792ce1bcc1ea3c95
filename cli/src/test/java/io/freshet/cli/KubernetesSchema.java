package io.freshet.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;

/**
 * The schema of a Kubernetes resource, as an API server applies it with strict field validation: a
 * field that it does not name is an error, unless it says that any will do. Whether a field is
 * missing is not seen: the operator's schema requires none.
 */
record KubernetesSchema(JsonNode root) {
  /** That of {@code FlinkDeployment}, which ships with the classes of the Flink operator. */
  static KubernetesSchema ofFlinkDeployments() {
    String file = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
    try (InputStream text = KubernetesSchema.class.getResourceAsStream(file)) {
      Object definition = new Yaml().load(requireNonNull(text, file));
      return new KubernetesSchema(
          new ObjectMapper()
              .<JsonNode>valueToTree(definition)
              .at("/spec/versions/0/schema/openAPIV3Schema"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema of a field, by the names that lead there. */
  KubernetesSchema of(String... names) {
    JsonNode found = root;
    for (String name : names) {
      found = found.path("properties").path(name);
    }
    return new KubernetesSchema(found);
  }

  /** What is wrong with a value: nothing, or a line for each field that is. */
  List<String> mistakes(JsonNode value) {
    List<String> mistakes = new ArrayList<>();
    check("", value, root, mistakes);
    return mistakes;
  }

  private static void check(String path, JsonNode value, JsonNode schema, List<String> mistakes) {
    if (!isOfType(value, schema)) {
      mistakes.add("%s: not %s (%s)".formatted(path, schema.path("type").asText(), value));
    } else if (schema.has("enum") && !holds(schema.path("enum"), value)) {
      mistakes.add("%s: none of %s (%s)".formatted(path, schema.path("enum"), value));
    }
    value
        .properties()
        .forEach(
            field -> {
              String name = path + "/" + field.getKey();
              JsonNode known = schema.path("properties").path(field.getKey());
              JsonNode any = schema.path("additionalProperties");
              if (!known.isMissingNode() || any.isObject()) {
                check(name, field.getValue(), known.isMissingNode() ? any : known, mistakes);
              } else if (!schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                mistakes.add(name + ": no such field");
              }
            });
    if (value.isArray()) {
      for (int place = 0; place < value.size(); place++) {
        check(path + "/" + place, value.get(place), schema.path("items"), mistakes);
      }
    }
  }

  private static boolean isOfType(JsonNode value, JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> true; // an integer or a string
    };
  }

  private static boolean holds(JsonNode allowed, JsonNode value) {
    for (JsonNode each : allowed) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
