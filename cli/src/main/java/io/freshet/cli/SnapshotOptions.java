package io.freshet.cli;

import io.freshet.server.retrieval.RetrievalServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a server takes snapshots. */
final class SnapshotOptions {
  @Option(
      names = "--snapshot-dir",
      paramLabel = "DIR",
      description =
          "Where snapshots go, and are begun from (default: none, all topics are read again).")
  private @Nullable Path directory;

  @Option(
      names = "--snapshot-interval",
      defaultValue = "PT10M",
      paramLabel = "DURATION",
      description = "Time between snapshots, like PT10M (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofMinutes(10);

  /** The configuration with what was said. */
  RetrievalServerConfig addTo(RetrievalServerConfig config) {
    return directory == null ? config : config.withSnapshots(directory, interval);
  }
}
