package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Savepoints among the test resources, each a directory of one file with all state in it. */
final class CommittedSavepoints {
  private static final String SAVEPOINT = "_metadata";

  private CommittedSavepoints() {}

  /** The directories below a resource, by name. */
  static Stream<Path> below(String resource) throws Exception {
    Path savepoints =
        Path.of(requireNonNull(CommittedSavepoints.class.getResource(resource), resource).toURI());
    List<Path> found;
    try (Stream<Path> children = Files.list(savepoints)) {
      found = children.filter(Files::isDirectory).sorted().toList();
    }
    assertThat(found).as(resource).isNotEmpty();
    return found.stream();
  }

  /** Where a new one goes: where the property says, or nowhere in particular. */
  static Path place(String property, Path otherwise) {
    String wanted = System.getProperty(property);
    return wanted == null ? otherwise : Path.of(wanted);
  }

  /** Keeps a savepoint that was taken. */
  static void keep(String savepoint, Path made) throws IOException {
    Path taken = Path.of(URI.create(savepoint));
    try (Stream<Path> files = Files.list(taken)) {
      assertThat(files).as("files of the savepoint").hasSize(1);
    }
    Files.createDirectories(made);
    Files.copy(
        taken.resolve(SAVEPOINT), made.resolve(SAVEPOINT), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes a job keep small state in the savepoint's one file, and begin from a savepoint. */
  static void configure(StreamExecutionEnvironment environment, @Nullable String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.parse("1mb"));
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    environment.configure(configuration);
  }
}
