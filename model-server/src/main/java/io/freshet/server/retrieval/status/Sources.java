package io.freshet.server.retrieval.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** What the processes showed last, and how old that is. */
final class Sources {
  static final String OK = "ok";
  static final String STALE = "stale";
  static final String UNKNOWN = "unknown";

  /** A source that has been silent for longer is stale: two readings in a row failed. */
  static final Duration PATIENCE = Scraper.EVERY.multipliedBy(3);

  private final List<Scraped> all;

  Sources(List<Scraped> all) {
    this.all = List.copyOf(all);
  }

  /** Those whose samples hold the metric. */
  List<Scraped> showing(String name) {
    return all.stream().filter(it -> !it.samples().named(name).isEmpty()).toList();
  }

  boolean isStale(Scraped source, Instant now) {
    Instant seenAt = source.seenAt();
    return seenAt != null && seenAt.plus(PATIENCE).isBefore(now);
  }

  /** Whether any that shows the metric is stale. */
  boolean isStale(String name, Instant now) {
    return showing(name).stream().anyMatch(it -> isStale(it, now));
  }

  /** Sum over all sources; empty where none shows such a metric. */
  OptionalDouble sum(String name, Predicate<Sample> accepted) {
    double[] found =
        all.stream()
            .map(it -> it.samples().sum(name, accepted))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return found.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Arrays.stream(found).sum());
  }

  /** Largest over all sources; empty where none shows such a metric. */
  OptionalDouble max(String name, Predicate<Sample> accepted) {
    return all.stream()
        .map(it -> it.samples().max(name, accepted))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .max();
  }

  List<Status.Source> views(Instant now) {
    return all.stream().map(it -> view(it, now)).toList();
  }

  private Status.Source view(Scraped source, Instant now) {
    Instant seenAt = source.seenAt();
    return new Status.Source(
        source.target().name(),
        seenAt == null ? UNKNOWN : isStale(source, now) ? STALE : OK,
        seenAt == null ? null : Math.max(0, Duration.between(seenAt, now).toMillis()),
        source.failure());
  }
}
