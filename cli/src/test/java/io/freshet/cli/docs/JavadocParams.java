package io.freshet.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the comment of a record says of its components. */
final class JavadocParams {
  private static final Pattern COMMENT =
      Pattern.compile(
          "/\\*\\*(?<text>(?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*public record",
          Pattern.DOTALL);
  private static final Pattern PARAM =
      Pattern.compile("@param (?<name>\\w+) (?<text>(?:(?!\\s@param ).)*)", Pattern.DOTALL);

  private JavadocParams() {}

  /** Component to description, of the first record in a source file. */
  static Map<String, String> of(Path source) throws IOException {
    Matcher comment = COMMENT.matcher(Files.readString(source));
    Map<String, String> found = new HashMap<>();
    if (comment.find()) {
      Matcher param = PARAM.matcher(comment.group("text").replaceAll("\\n\\s*\\*", "\n"));
      while (param.find()) {
        found.put(param.group("name"), tidy(param.group("text")));
      }
    }
    return found;
  }

  private static String tidy(String text) {
    return text.strip()
        .replaceAll("\\s+", " ")
        .replaceAll("\\{@code ([^}]*)}", "`$1`")
        .replaceAll("\\{@link #?([^}]*)}", "`$1`")
        .replace("|", "\\|");
  }
}
