package io.freshet.server.retrieval.ingest;

import static java.util.Objects.requireNonNull;

import io.freshet.server.model.Release;
import io.freshet.server.retrieval.tower.PlainTowers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Loads the towers of announced releases from their directories, verified. A failure is remembered
 * for {@link #RETRY_AFTER}, since it is asked for ten times a second. Thread-safe.
 */
final class ReleaseTowers {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private record Failure(
      AnnouncedRelease announced, Instant at, UnusableReleaseException exception) {}

  private final InstantSource clock;
  private @Nullable Failure last;

  ReleaseTowers(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * The towers of a release that has some.
   *
   * @throws UnusableReleaseException when they cannot be loaded
   */
  synchronized PlainTowers load(String release, AnnouncedRelease announced) {
    Failure failure = last;
    if (failure != null
        && failure.announced().equals(announced)
        && clock.instant().isBefore(failure.at().plus(RETRY_AFTER))) {
      throw failure.exception();
    }
    try {
      Release loaded = Release.load(directory(announced.uri()), announced.checksum());
      checkIs(release, announced, loaded);
      last = null;
      return new PlainTowers(loaded);
    } catch (IOException | IllegalArgumentException | FileSystemNotFoundException e) {
      UnusableReleaseException exception =
          new UnusableReleaseException(
              "towers of release %s: %s".formatted(release, e.getMessage()), e);
      last = new Failure(announced, clock.instant(), exception);
      throw exception;
    }
  }

  private static Path directory(String uri) {
    return Path.of(URI.create(uri));
  }

  private static void checkIs(String release, AnnouncedRelease announced, Release loaded) {
    if (!loaded.id().equals(release)
        || loaded.towers().isEmpty()
        || loaded.shape().embeddingDimensions() != announced.embeddingDimensions()) {
      throw new IllegalArgumentException(
          "Cannot use release %s: its directory holds another, or one without towers (%s)"
              .formatted(release, announced.uri()));
    }
  }
}
