package io.freshet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small data set, the same each time, in the format {@code amazon}, which needs no text encoder:
 * 100 users of two tastes, 120 items of two types, 2,000 events.
 */
final class TwoTastes {
  private TwoTastes() {}

  static void write(Path directory) throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    StringBuilder items = new StringBuilder();
    for (int item = 0; item < 120; item++) {
      items
          .append(item == 0 ? "{" : ", ")
          .append("\"B%d\": [%d, %d]".formatted(item, item, item % 2));
    }
    Files.writeString(directory.resolve("items.json"), items + "}");
    List<String> lines = new ArrayList<>();
    for (int user = 0; user < 100; user++) {
      StringBuilder line = new StringBuilder("u" + user);
      for (int event = 0; event < 20; event++) {
        int item = random.nextInt(60) + 60 * (user % 2);
        line.append(" %d|%d".formatted(item, 1_381_536_000L + 3_600L * (20 * event + user % 20)));
      }
      lines.add(line.toString());
    }
    Files.write(directory.resolve("sequences.txt"), lines);
  }
}
