package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.index.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blue/green: builds the generation of the wanted release beside the serving one and flips one
 * reference when it is caught up and covers enough. The generation that served before stays warm,
 * so that going back is as quick as a flip.
 *
 * <p>States of a build: building, then serving (after the flip), then previous (after the next
 * flip), then closed (after the flip after that). A build no longer wanted is closed at once. One
 * more may be prepared: filled before its release is wanted, and then the one that is building.
 *
 * <p>One thread turns it; any thread may read {@link #serving}.
 */
final class Generations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

  private final Function<String, Build> builder;
  private final double minCoverage;
  private final AtomicReference<@Nullable Generation> serving = new AtomicReference<>();
  private @Nullable Build current;
  private @Nullable Build previous;
  private @Nullable Build building;

  /** Wanted by nobody yet: filled ahead, so that its release can be made the active one. */
  private @Nullable Build prepared;

  /**
   * No generation yet.
   *
   * @param builder starts the build of a release
   * @param minCoverage share of the serving generation's size that a build needs to take over; one
   *     item may be missing in any case
   */
  Generations(Function<String, Build> builder, double minCoverage) {
    this.builder = builder;
    this.minCoverage = minCoverage;
  }

  /** The generation that answers; empty until the first is caught up and holds an item. */
  Optional<Generation> serving() {
    return Optional.ofNullable(serving.get());
  }

  /** Moves as far as possible towards serving the release. */
  synchronized void turn(String wanted) {
    if (current != null && current.release().equals(wanted)) {
      close(building);
      building = null;
      return;
    }
    Build build = building;
    if (build == null || !build.release().equals(wanted)) {
      Build next = start(wanted);
      close(build);
      building = next;
      build = next;
    }
    Optional<Generation> ready = build.generation();
    if (build.caughtUp() && ready.isPresent() && covers(ready.get())) {
      flip(build, ready.get());
    }
  }

  /** Starts filling the generation of the release, if none is kept; tells how far it is. */
  synchronized ReleaseState prepare(String release) {
    Build build = kept(release);
    if (build == null) {
      build = builder.apply(release);
      LOG.info("Preparing the index of release {}", release);
      close(prepared);
      prepared = build;
    }
    Optional<Generation> ready = build.generation();
    int items = ready.map(it -> it.index().size()).orElse(0);
    int needed = needed();
    boolean complete =
        build == current || (build.caughtUp() && ready.filter(this::covers).isPresent());
    return new ReleaseState(
        complete ? ReleaseState.Stage.COMPLETE : ReleaseState.Stage.BUILDING, items, needed);
  }

  /** Every index that is kept, and what it is. */
  synchronized List<KnownRelease> kept() {
    List<KnownRelease> kept = new ArrayList<>();
    add(kept, current, KnownRelease.Role.SERVING);
    add(kept, previous, KnownRelease.Role.PREVIOUS);
    add(kept, building, KnownRelease.Role.BUILDING);
    add(kept, prepared, KnownRelease.Role.PREPARED);
    return kept;
  }

  private static void add(List<KnownRelease> kept, @Nullable Build build, KnownRelease.Role role) {
    if (build != null) {
      int items = build.generation().map(it -> it.index().size()).orElse(0);
      kept.add(new KnownRelease(build.release(), role, items));
    }
  }

  private @Nullable Build kept(String release) {
    return builds().filter(build -> build.release().equals(release)).findFirst().orElse(null);
  }

  /** Shows the releases that are kept, and starts no other meanwhile. */
  synchronized void whileKept(Consumer<Set<String>> action) {
    action.accept(builds().map(Build::release).collect(Collectors.toUnmodifiableSet()));
  }

  /** The generations that have taken in what their topics held at the start. */
  synchronized List<Generation> filled() {
    return builds().filter(Build::caughtUp).flatMap(it -> it.generation().stream()).toList();
  }

  private Stream<Build> builds() {
    return Stream.of(
            Optional.ofNullable(current),
            Optional.ofNullable(building),
            Optional.ofNullable(previous),
            Optional.ofNullable(prepared))
        .flatMap(Optional::stream);
  }

  @Override
  public synchronized void close() {
    close(prepared);
    close(building);
    close(current);
    close(previous);
  }

  private Build start(String release) {
    Build warm = previous;
    if (warm != null && warm.release().equals(release)) {
      previous = null;
      return warm;
    }
    Build ahead = prepared;
    if (ahead != null && ahead.release().equals(release)) {
      prepared = null;
      return ahead;
    }
    Build fresh = builder.apply(release);
    LOG.info("Building the index of release {}", release);
    return fresh;
  }

  private boolean covers(Generation candidate) {
    return candidate.index().size() >= needed();
  }

  /** Items that a build needs to take over: the share, or all but one where that is less. */
  private int needed() {
    Generation old = serving.get();
    int size = old == null ? 1 : old.index().size();
    return Math.max(1, Math.min(size - 1, (int) Math.ceil(minCoverage * size)));
  }

  private void flip(Build build, Generation generation) {
    serving.set(generation);
    close(previous);
    previous = current;
    current = build;
    building = null;
    LOG.info(
        "Serving release {} (generation {}, {} items)",
        generation.release(),
        generation.number(),
        generation.index().size());
  }

  private static void close(@Nullable Build build) {
    if (build != null) {
      build.close();
    }
  }
}
