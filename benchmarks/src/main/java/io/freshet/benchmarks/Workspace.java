package io.freshet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for the length of a run; gone when closed.
 *
 * @param directory for brokers, state and checkpoints
 */
public record Workspace(Path directory) implements AutoCloseable {
  /** A new, empty one among the machine's temporary files. */
  public static Workspace create() throws IOException {
    return new Workspace(Files.createTempDirectory("freshet-bench"));
  }

  /** A new, empty one in a directory that exists. */
  public static Workspace in(Path parent) throws IOException {
    return new Workspace(Files.createTempDirectory(parent, "freshet-bench"));
  }

  @Override
  public void close() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
