package io.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Prints results: as one JSON object, or as lines of text. */
final class Output {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Output() {}

  /**
   * The same result for scripts or for people.
   *
   * @param isJson whether scripts read it
   */
  static void either(PrintWriter out, boolean isJson, Object result, List<String> lines) {
    if (isJson) {
      json(out, result);
    } else {
      lines.forEach(out::println);
    }
  }

  static void json(PrintWriter out, Object result) {
    try {
      out.println(JSON.writeValueAsString(result));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
