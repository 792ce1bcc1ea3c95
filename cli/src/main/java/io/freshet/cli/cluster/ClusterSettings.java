package io.freshet.cli.cluster;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster is to be.
 *
 * @param directory where everything lies
 * @param root of the project: our Flink configuration and the jar of the jobs are there
 * @param taskManagers how many TaskManagers, at least 1
 * @param items of the invented world
 * @param users of it
 * @param history events before the live ones
 * @param rate live events a second; 0 sends none
 * @param checkpoints where checkpoints go; empty for a directory beside the rest
 * @param graphKeys further keys of the interaction graph job
 */
public record ClusterSettings(
    Path directory,
    Path root,
    int taskManagers,
    int items,
    int users,
    long history,
    double rate,
    Optional<Path> checkpoints,
    Map<String, String> graphKeys) {
  public ClusterSettings {
    requireNonNull(directory, "directory is null");
    requireNonNull(root, "root is null");
    requireNonNull(checkpoints, "checkpoints is null");
    graphKeys = Map.copyOf(graphKeys);
    if (taskManagers < 1 || !(rate >= 0)) {
      throw new IllegalArgumentException(
          "Cannot start a cluster: it needs at least 1 TaskManager and a rate of 0 or more (%d, %s)"
              .formatted(taskManagers, rate));
    }
  }

  /** Checkpoints beside the rest, and jobs with their defaults. */
  public ClusterSettings(
      Path directory,
      Path root,
      int taskManagers,
      int items,
      int users,
      long history,
      double rate) {
    this(directory, root, taskManagers, items, users, history, rate, Optional.empty(), Map.of());
  }

  /** The same with checkpoints elsewhere, such as on a disk that may become full. */
  public ClusterSettings withCheckpoints(Path place) {
    return new ClusterSettings(
        directory, root, taskManagers, items, users, history, rate, Optional.of(place), graphKeys);
  }

  /** The same where the graph job publishes every change, so that what is published is exact. */
  public ClusterSettings exact() {
    return new ClusterSettings(
        directory,
        root,
        taskManagers,
        items,
        users,
        history,
        rate,
        checkpoints,
        Map.of("edge.drift-epsilon", "0"));
  }

  Path checkpointDirectory() {
    return checkpoints.orElse(directory.resolve("checkpoints")).toAbsolutePath().normalize();
  }
}
