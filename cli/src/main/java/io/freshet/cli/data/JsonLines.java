package io.freshet.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object per line; lists are JSON arrays. */
final class JsonLines implements TableFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void read(Path file, BadLines bad, RowReader reader) throws IOException {
    Lines.read(file, UTF_8, bad, (line, number) -> reader.read(row(line), number));
  }

  private static Row row(String line) throws BadLineException {
    try {
      JsonNode node = JSON.readTree(line);
      if (!node.isObject()) {
        throw new BadLineException(Fault.JSON, "not a JSON object");
      }
      return new JsonRow(node);
    } catch (JsonProcessingException e) {
      throw new BadLineException(Fault.JSON, "not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private record JsonRow(JsonNode node) implements Row {
    @Override
    public @Nullable String text(String column) {
      String text = node.path(column).asText("");
      return text.isEmpty() || node.path(column).isNull() ? null : text;
    }

    @Override
    public List<String> list(String column) {
      List<String> values = new ArrayList<>();
      for (JsonNode value : node.path(column)) {
        values.add(value.asText());
      }
      return values;
    }
  }
}
