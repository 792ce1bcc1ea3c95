package io.freshet.cli.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * What a kept directory was started with: the end of the history, from which an invented world
 * follows, and the programme's description.
 */
public final class KeptProgramme {
  private static final String HISTORY_END = "history-end";
  private static final String PROGRAMME = "programme";

  private KeptProgramme() {}

  /** When the history of the directory's programme ended: now, the first time. */
  public static Instant historyEnd(Path directory, InstantSource clock) throws IOException {
    Path file = directory.resolve(HISTORY_END);
    if (Files.exists(file)) {
      return Instant.parse(Files.readString(file).strip());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Files.createDirectories(directory);
    Files.writeString(file, now.toString());
    return now;
  }

  /**
   * Remembers the programme of a directory.
   *
   * @throws IllegalArgumentException when the directory has another programme already
   */
  public static void check(Path directory, Programme programme) throws IOException {
    Path file = directory.resolve(PROGRAMME);
    if (!Files.exists(file)) {
      Files.createDirectories(directory);
      Files.writeString(file, programme.description());
      return;
    }
    String kept = Files.readString(file);
    if (!kept.equals(programme.description())) {
      throw new IllegalArgumentException(
          "Cannot go on in %s: it holds \"%s\", not \"%s\"; name another directory"
              .formatted(directory, kept, programme.description()));
    }
  }
}
