package io.freshet.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages of {@code docs/troubleshooting.md} are those of the code. */
final class TroubleshootingTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  /** Shorter pieces between two values say nothing. */
  private static final int LEAST = 5;

  @Test
  void messagesAreThoseOfTheCode() throws Exception {
    String code = code();
    List<String> strange = new ArrayList<>();
    int messages = 0;
    Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/troubleshooting.md")));
    while (row.find()) {
      messages++;
      for (String piece : row.group(1).split("…", -1)) {
        String text = piece.replaceAll("^[(\\s]+|[)\\s]+$", "");
        if (text.length() >= LEAST && !code.contains(text)) {
          strange.add(text);
        }
      }
    }
    assertThat(strange).isEmpty();
    assertThat(messages).isGreaterThan(25);
  }

  /** Our sources, strings that go over several lines put together. */
  private static String code() throws IOException {
    StringBuilder code = new StringBuilder(Files.readString(ROOT.resolve("freshet")));
    for (String module :
        List.of(
            "schemas", "schema-registry", "flink-jobs", "model-server", "embedded-kafka", "cli")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          code.append(Files.readString(file));
        }
      }
    }
    return code.toString().replaceAll("\"\\s*\\+\\s*\"", "");
  }
}
