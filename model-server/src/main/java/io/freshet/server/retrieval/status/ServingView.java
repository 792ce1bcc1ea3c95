package io.freshet.server.retrieval.status;

import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.Progress;
import io.freshet.server.retrieval.ingest.KnownRelease;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The serving index and the releases that could serve. One owner. */
final class ServingView {
  /** Most releases shown: those with an index here, then the last by name. */
  static final int MOST_RELEASES = 30;

  private final Watched watched;
  private final CounterWindow applied = new CounterWindow(Duration.ofSeconds(10), Duration.ZERO);

  ServingView(Watched watched) {
    this.watched = watched;
  }

  Status.Index index() {
    Optional<Generation> serving = watched.ingest().serving();
    return new Status.Index(
        serving.map(Generation::release).orElse(null),
        serving.map(Generation::number).orElse(null),
        serving.map(it -> it.index().size()).orElse(0),
        serving.map(it -> it.progress().get().lag().toMillis()).orElse(null),
        boxed(watched.canary().recallAt10()),
        boxed(watched.canary().recallAt100()),
        watched.stores().catalog().size(),
        watched.stores().histories().size());
  }

  /** Records of the embedding topic applied a second; null while not known. */
  @Nullable Double appliedPerSecond(Instant now) {
    Optional<Progress> progress = watched.ingest().serving().map(it -> it.progress().get());
    if (progress.isEmpty()) {
      return null;
    }
    applied.add(now, (double) progress.get().appliedOffset());
    return applied.overall().map(it -> it.perSecond(0)).orElse(null);
  }

  Status.Releases releases() {
    int catalog = watched.stores().catalog().size();
    List<Status.Release> known =
        watched.ingest().releases().stream()
            .sorted(
                Comparator.comparing(KnownRelease::role)
                    .thenComparing(KnownRelease::release, Comparator.reverseOrder()))
            .limit(MOST_RELEASES)
            .map(it -> release(it, catalog))
            .toList();
    return new Status.Releases(
        watched.ingest().activeRelease().orElse(null),
        watched.ingest().previousRelease().orElse(null),
        watched.config().release().isPresent(),
        known);
  }

  private static Status.Release release(KnownRelease known, int catalog) {
    boolean isFilled = known.role() != KnownRelease.Role.ANNOUNCED;
    return new Status.Release(
        known.release(),
        known.role().name().toLowerCase(Locale.ROOT),
        isFilled ? known.items() : null,
        isFilled && catalog > 0 ? (double) known.items() / catalog : null);
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
