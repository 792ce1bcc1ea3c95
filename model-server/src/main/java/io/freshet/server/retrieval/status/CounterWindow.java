package io.freshet.server.retrieval.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Readings of a few counters of one source over a bounded time. A counter that falls was reset:
 * what came before is forgotten. One owner.
 */
final class CounterWindow {
  /**
   * How much the counters grew.
   *
   * @param growth by counter, as they were added
   * @param seconds between the two readings, above 0
   */
  @SuppressWarnings("ArrayRecordComponent") // of one owner, never compared
  record Change(double[] growth, double seconds) {
    double perSecond(int counter) {
      return growth[counter] / seconds;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // of one owner, never compared
  private record Reading(Instant at, double[] counters) {}

  private final Duration longest;
  private final Duration step;
  private final ArrayDeque<Reading> oldestFirst = new ArrayDeque<>();
  private Optional<Reading> newest = Optional.empty();

  /**
   * A window.
   *
   * @param longest how far back it reaches
   * @param step readings nearer than this to the one kept before are not kept, except the newest
   */
  CounterWindow(Duration longest, Duration step) {
    this.longest = longest;
    this.step = step;
  }

  void add(Instant at, double... counters) {
    if (newest.filter(before -> isReset(before.counters(), counters)).isPresent()) {
      oldestFirst.clear();
    }
    Reading reading = new Reading(at, counters.clone());
    newest = Optional.of(reading);
    Reading kept = oldestFirst.peekLast();
    if (kept == null || !at.isBefore(kept.at().plus(step))) {
      oldestFirst.add(reading);
    }
    while (oldestFirst.size() > 1 && oldestFirst.element().at().isBefore(at.minus(longest))) {
      oldestFirst.remove();
    }
  }

  /** Growth from the oldest reading kept to the newest; empty before there are two. */
  Optional<Change> overall() {
    return since(longest);
  }

  /** Growth from the oldest reading that is no older than this to the newest. */
  Optional<Change> since(Duration age) {
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    Reading last = newest.get();
    for (Reading first : oldestFirst) {
      if (!first.at().isBefore(last.at().minus(age))) {
        return change(first, last);
      }
    }
    return Optional.empty();
  }

  private static Optional<Change> change(Reading first, Reading last) {
    double seconds = Duration.between(first.at(), last.at()).toMillis() / 1e3;
    if (!(seconds > 0)) {
      return Optional.empty();
    }
    double[] growth = new double[last.counters().length];
    for (int i = 0; i < growth.length; i++) {
      growth[i] = last.counters()[i] - first.counters()[i];
    }
    return Optional.of(new Change(growth, seconds));
  }

  private static boolean isReset(double[] before, double[] now) {
    if (before.length != now.length) {
      return true;
    }
    for (int i = 0; i < now.length; i++) {
      if (now[i] < before[i]) {
        return true;
      }
    }
    return false;
  }
}
