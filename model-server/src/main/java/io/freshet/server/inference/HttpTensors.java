package io.freshet.server.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.batch.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Requests and answers as JSON; data may be flat or nested. */
final class HttpTensors {
  private static final JsonMapper JSON = new JsonMapper();

  private HttpTensors() {}

  /** An object to fill. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The request's JSON. */
  static JsonNode parse(byte[] body) {
    try {
      JsonNode request = JSON.readTree(body);
      if (request.path("inputs").isArray()) {
        return request;
      }
    } catch (IOException e) {
      throw RawTensors.invalid("*", "the body is not JSON", shortMessage(e));
    }
    throw RawTensors.invalid("*", "the body has no inputs", body.length + " bytes");
  }

  static Map<String, Column> inputs(JsonNode request) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (JsonNode input : request.path("inputs")) {
      String name = input.path("name").asText();
      if (columns.put(name, column(name, input)) != null) {
        throw RawTensors.invalid(name, "it is given twice", name);
      }
    }
    return columns;
  }

  static ObjectNode response(String id, InferenceService.Answer answer) {
    ObjectNode response = JSON.createObjectNode();
    response.put("model_name", answer.model().name());
    response.put("model_version", answer.model().version());
    if (!id.isEmpty()) {
      response.put("id", id);
    }
    ArrayNode outputs = response.putArray("outputs");
    for (TensorSpec spec : answer.model().signature().outputs()) {
      ObjectNode output = outputs.addObject();
      output.put("name", spec.name());
      output.put("datatype", spec.datatype().name());
      spec.shape(answer.outputs().rows()).forEach(output.withArray("shape")::add);
      fill(output.putArray("data"), answer.outputs().column(spec.name()));
    }
    return response;
  }

  private static void fill(ArrayNode data, Column column) {
    if (column instanceof Column.Vectors vectors) {
      for (float value : vectors.values()) {
        data.add(value);
      }
    } else if (column instanceof Column.Flags flags) {
      for (boolean value : flags.values()) {
        data.add(value);
      }
    }
  }

  private static Column column(String name, JsonNode input) {
    List<Long> shape = new ArrayList<>();
    input.path("shape").forEach(axis -> shape.add(axis.asLong(-1)));
    int width = RawTensors.width(name, shape);
    List<JsonNode> data = new ArrayList<>();
    flatten(input.path("data"), data);
    if (data.size() != shape.get(0) * Math.max(1, width)) {
      throw RawTensors.invalid(
          name, "shape %s asks for other data".formatted(shape), "" + data.size());
    }
    String datatype = input.path("datatype").asText();
    return switch (datatype) {
      case "FP32" -> vectors(name, width, data);
      case "INT32" -> new Column.RowNumbers(Ints.toArray(integers(name, data)));
      case "BYTES" -> new Column.Texts(texts(name, data));
      default -> throw RawTensors.invalid(name, "datatype must be FP32, INT32 or BYTES", datatype);
    };
  }

  private static Column vectors(String name, int width, List<JsonNode> data) {
    if (width == 0) {
      throw RawTensors.invalid(name, "FP32 needs shape [n, width]", "" + data.size());
    }
    checkAll(name, "numbers", data, JsonNode::isNumber);
    return new Column.Vectors(
        width, Floats.toArray(data.stream().map(JsonNode::floatValue).toList()));
  }

  private static List<Integer> integers(String name, List<JsonNode> data) {
    checkAll(name, "integers", data, JsonNode::canConvertToInt);
    return data.stream().map(JsonNode::intValue).toList();
  }

  private static List<String> texts(String name, List<JsonNode> data) {
    checkAll(name, "strings", data, JsonNode::isTextual);
    return data.stream().map(JsonNode::textValue).toList();
  }

  private static void checkAll(
      String name, String what, List<JsonNode> data, Predicate<JsonNode> valid) {
    for (JsonNode value : data) {
      if (!valid.test(value)) {
        throw RawTensors.invalid(name, "data must be " + what, value.getNodeType().toString());
      }
    }
  }

  private static void flatten(JsonNode data, List<JsonNode> into) {
    for (JsonNode element : data) {
      if (element.isArray()) {
        flatten(element, into);
      } else {
        into.add(element);
      }
    }
  }

  private static String shortMessage(IOException e) {
    return e instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : String.valueOf(e.getMessage());
  }
}
