package io.freshet.cli.cluster;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

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
 */
public record ClusterSettings(
    Path directory, Path root, int taskManagers, int items, int users, long history, double rate) {
  public ClusterSettings {
    requireNonNull(directory, "directory is null");
    requireNonNull(root, "root is null");
    if (taskManagers < 1 || !(rate >= 0)) {
      throw new IllegalArgumentException(
          "Cannot start a cluster: it needs at least 1 TaskManager and a rate of 0 or more (%d, %s)"
              .formatted(taskManagers, rate));
    }
  }
}
