package io.freshet.cli.train;

import static java.util.Objects.requireNonNull;

import io.freshet.server.model.Release;
import java.nio.file.Path;

/** A release and the directory it lies in. */
public record TrainedRelease(Release release, Path directory) {
  public TrainedRelease {
    requireNonNull(release, "release is null");
    requireNonNull(directory, "directory is null");
  }
}
