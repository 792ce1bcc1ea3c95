package io.freshet.server.retrieval.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JSON object of a request, read field by field; whatever is wrong is named. */
final class Body {
  /** Longest body, in bytes. */
  static final int MAX_BYTES = 256 * 1024;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_DIMENSIONS = 1 << 16;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;

  private Body(JsonNode object) {
    this.object = object;
  }

  /**
   * The body of the request.
   *
   * @param known names of fields that it may have
   */
  static Body of(Context context, Set<String> known) {
    JsonNode object = json(context.bodyAsBytes());
    if (!object.isObject()) {
      throw invalid("the body must be a JSON object");
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw invalid(
            "unknown field %s; there are %s".formatted(name, known.stream().sorted().toList()));
      }
    }
    return new Body(object);
  }

  /** What the bytes say, within limits of depth. */
  static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw invalid("the body is not JSON that can be read (%s)".formatted(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The field, when it is there and not null. */
  Optional<JsonNode> node(String name) {
    return Optional.ofNullable(object.get(name)).filter(it -> !it.isNull());
  }

  Optional<String> text(String name) {
    return node(name).map(it -> text(name, it));
  }

  /** A list of strings, no longer than this. */
  Optional<List<String>> texts(String name, int longest) {
    return node(name).map(it -> texts(name, it, longest));
  }

  Optional<Boolean> flag(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && !node.get().isBoolean()) {
      throw invalid("%s must be true or false (%s)".formatted(name, node.get()));
    }
    return node.map(JsonNode::booleanValue);
  }

  /** A whole number. */
  Optional<Long> number(String name) {
    Optional<JsonNode> node = node(name);
    if (node.filter(it -> !it.isIntegralNumber() || !it.canConvertToLong()).isPresent()) {
      throw invalid("%s must be a whole number (%s)".formatted(name, node.orElseThrow()));
    }
    return node.map(JsonNode::longValue);
  }

  /** The vector, which must be there; whether it fits the index is for the index to say. */
  float[] vector(String name) {
    JsonNode node = node(name).orElseThrow(() -> invalid("%s is missing".formatted(name)));
    if (!node.isArray() || node.size() > MAX_DIMENSIONS) {
      throw invalid("%s must be a list of no more than %d numbers".formatted(name, MAX_DIMENSIONS));
    }
    float[] vector = new float[node.size()];
    for (int i = 0; i < vector.length; i++) {
      if (!node.get(i).isNumber()) {
        throw invalid("%s must be a list of numbers (%s)".formatted(name, node.get(i)));
      }
      vector[i] = node.get(i).floatValue();
    }
    return vector;
  }

  static String text(String name, JsonNode node) {
    if (!node.isTextual()) {
      throw invalid("%s must be a string (%s)".formatted(name, node));
    }
    return node.textValue();
  }

  static List<String> texts(String name, JsonNode node, int longest) {
    if (!node.isArray() || node.size() > longest) {
      throw invalid("%s must be a list of no more than %d strings".formatted(name, longest));
    }
    List<String> texts = new ArrayList<>(node.size());
    node.forEach(it -> texts.add(text(name, it)));
    return texts;
  }

  static RequestException invalid(String why) {
    return new RequestException(ErrorCode.INVALID_REQUEST, "Cannot answer: " + why);
  }
}
