package io.freshet.jobs.graph;

import io.freshet.jobs.graph.Act.BringBack;
import io.freshet.jobs.graph.Act.Erase;
import io.freshet.jobs.graph.Act.Play;
import io.freshet.jobs.graph.Act.TakeDown;
import io.freshet.schemas.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Acts as a file of lines, which can be read however the making of stories has changed since. A
 * line without anything ends a phase; fields are separated by a blank.
 */
public final class ActLines {
  private ActLines() {}

  /** Writes the phases of a story. */
  public static void write(Path file, List<List<Act>> phases) throws IOException {
    List<String> lines = new ArrayList<>();
    for (List<Act> phase : phases) {
      phase.forEach(act -> lines.add(line(act)));
      lines.add("");
    }
    Files.write(file, lines);
  }

  /** Reads the phases of a story. */
  public static List<List<Act>> read(Path file) throws IOException {
    List<List<Act>> phases = new ArrayList<>();
    List<Act> phase = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.isEmpty()) {
        phases.add(phase);
        phase = new ArrayList<>();
      } else {
        phase.add(act(line.split(" ", -1)));
      }
    }
    return phases;
  }

  private static String line(Act act) {
    if (act instanceof Play play) {
      return "play %d %s %s %s %s %s %d"
          .formatted(
              play.ingestedAtMillis(),
              play.eventId(),
              play.userId(),
              play.itemId(),
              play.itemType(),
              play.signal(),
              play.occurredAtMillis());
    }
    if (act instanceof BringBack back) {
      return "bring-back %d %s %s"
          .formatted(back.ingestedAtMillis(), back.itemId(), back.itemType());
    }
    String what = act instanceof TakeDown ? "take-down" : "erase";
    return "%s %d %s".formatted(what, act.ingestedAtMillis(), act.key());
  }

  private static Act act(String[] fields) {
    long at = Long.parseLong(fields[1]);
    return switch (fields[0]) {
      case "play" ->
          new Play(
              fields[2],
              fields[3],
              fields[4],
              fields[5],
              Signal.valueOf(fields[6]),
              Long.parseLong(fields[7]),
              at);
      case "take-down" -> new TakeDown(fields[2], at);
      case "bring-back" -> new BringBack(fields[2], fields[3], at);
      case "erase" -> new Erase(fields[2], at);
      default ->
          throw new IllegalArgumentException("Cannot read act: unknown (%s)".formatted(fields[0]));
    };
  }
}
