package io.freshet.cli.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What an item's text is about: a name and the words that go with it. */
record Theme(String type, String name, List<String> words) {
  private static final String RESOURCE = "themes.txt";

  /** The themes of all kinds, as the resource lists them. */
  static List<Theme> all() {
    try (InputStream stream = Theme.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException(
            "Cannot make a world: resource is missing (" + RESOURCE + ")");
      }
      List<Theme> themes = new ArrayList<>();
      for (String line : new String(stream.readAllBytes(), UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          themes.add(parsed(line));
        }
      }
      return themes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Theme parsed(String line) {
    int space = line.indexOf(' ');
    int colon = line.indexOf(':');
    List<String> words = new ArrayList<>();
    for (String word : line.substring(colon + 1).trim().split(" ", -1)) {
      words.add(word.replace('-', ' '));
    }
    return new Theme(
        line.substring(0, space), line.substring(space + 1, colon), List.copyOf(words));
  }
}
