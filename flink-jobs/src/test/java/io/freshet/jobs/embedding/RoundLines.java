package io.freshet.jobs.embedding;

import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rounds as a file of lines, which can be read however the making of stories has changed since. A
 * line without anything ends a round; fields are separated by a blank.
 */
public final class RoundLines {
  private RoundLines() {}

  /** Writes the rounds of a story. */
  public static void write(Path file, List<Round> rounds) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Round round : rounds) {
      round.features().forEach(update -> lines.add(line(update)));
      round.neighborhoods().forEach(update -> lines.add(line(update)));
      lines.add("");
    }
    Files.write(file, lines);
  }

  /** Reads the rounds of a story. */
  public static List<Round> read(Path file) throws IOException {
    List<Round> rounds = new ArrayList<>();
    Round round = empty(0);
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(" ", -1);
      switch (fields[0]) {
        case "" -> {
          rounds.add(round);
          round = empty(rounds.size());
        }
        case "feature" -> round.features().add(feature(fields, round.number()));
        case "neighborhood" -> round.neighborhoods().add(neighborhood(fields, round.number()));
        default ->
            throw new IllegalArgumentException("Cannot read round: unknown (%s)".formatted(line));
      }
    }
    return rounds;
  }

  private static Round empty(long number) {
    return new Round(number, new ArrayList<>(), new ArrayList<>());
  }

  private static String line(FeatureUpdate update) {
    StringBuilder line =
        new StringBuilder("feature %s %d".formatted(update.item(), update.version()));
    if (!update.removed()) {
      line.append(" %s %s".formatted(update.type(), update.textHash()));
      for (float component : update.vector()) {
        line.append(' ').append(component);
      }
    }
    return line.toString();
  }

  private static String line(NeighborhoodUpdate update) {
    StringBuilder line =
        new StringBuilder(
            "neighborhood %s %d %s"
                .formatted(update.item(), update.version(), update.removed() ? "gone" : "is"));
    for (NeighborShare neighbor : update.neighbors()) {
      line.append(
          " %s %s %s".formatted(neighbor.source(), neighbor.relationType(), neighbor.share()));
    }
    return line.toString();
  }

  private static FeatureUpdate feature(String[] fields, long round) {
    long version = Long.parseLong(fields[2]);
    if (fields.length == 3) {
      return FeatureUpdate.removal(fields[1], version, round, 0);
    }
    float[] vector = new float[fields.length - 5];
    for (int component = 0; component < vector.length; component++) {
      vector[component] = Float.parseFloat(fields[5 + component]);
    }
    return new FeatureUpdate(fields[1], fields[3], fields[4], vector, false, version, round, 0);
  }

  private static NeighborhoodUpdate neighborhood(String[] fields, long round) {
    long version = Long.parseLong(fields[2]);
    if (fields[3].equals("gone")) {
      return NeighborhoodUpdate.removal(fields[1], version, round, 0);
    }
    List<NeighborShare> shares = new ArrayList<>();
    for (int place = 4; place < fields.length; place += 3) {
      shares.add(
          new NeighborShare(fields[place], fields[place + 1], Float.parseFloat(fields[place + 2])));
    }
    return new NeighborhoodUpdate(fields[1], shares, false, version, round, 0);
  }
}
