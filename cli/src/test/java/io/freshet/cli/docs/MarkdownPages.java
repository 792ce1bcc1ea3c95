package io.freshet.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documentation's pages. */
final class MarkdownPages {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");

  private MarkdownPages() {}

  /** Page to its text, of all that people read. */
  static Map<Path, String> all(Path root) throws IOException {
    Map<Path, String> pages = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    for (Path directory : List.of(root.resolve("docs"), root.resolve("deploy"))) {
      try (Stream<Path> found = Files.walk(directory)) {
        found.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
      }
    }
    try (Stream<Path> found = Files.list(root)) {
      found.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
    }
    for (Path file : files) {
      pages.put(file, Files.readString(file));
    }
    return pages;
  }

  /** The text without fenced blocks. */
  static String prose(String page) {
    return BLOCK.matcher(page).replaceAll("");
  }

  /** What can stand behind {@code #} in a link to the page. */
  static Set<String> anchors(String page) {
    return prose(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+\\s*", ""))
        .map(
            heading ->
                heading
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
