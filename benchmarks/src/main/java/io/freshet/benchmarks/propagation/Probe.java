package io.freshet.benchmarks.propagation;

import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.wire.UndecodableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Offers edges to running jobs and watches their rounds. */
final class Probe {
  /** From an edge to its round, which comes on top: bundles and the interval of publication. */
  private static final Duration SETTLE = Duration.ofMillis(1_500);

  private static final Duration CLIMB = Duration.ofSeconds(2);

  private static final long MOST_LATE_MILLIS = 1_000;

  /** From a manifest's closing until it has been read. */
  private static final long READ_MILLIS = 500;

  private static final int QUIET_ROUNDS = 2;
  private static final double TAKEN = .95;

  private final Manifests manifests;
  private final InstantSource clock;
  private final int httpPort;
  private final long intervalMillis;
  private final Consumer<String> progress;

  /**
   * A probe.
   *
   * @param httpPort of the inference server
   * @param interval length that rounds are to have
   * @param progress told what was offered and what came of it
   */
  Probe(
      Manifests manifests,
      InstantSource clock,
      int httpPort,
      Duration interval,
      Consumer<String> progress) {
    this.manifests = manifests;
    this.clock = clock;
    this.httpPort = httpPort;
    this.intervalMillis = interval.toMillis();
    this.progress = progress;
  }

  /** Warms up, climbs, narrows and holds. Not on time when no rate was. */
  Window search(Scenario scenario) throws InterruptedException, UndecodableException {
    RateSearch search = new RateSearch(scenario.firstRate(), Scenario.LEAST_RATE);
    Duration climb = CLIMB.plusMillis(intervalMillis);
    Window window = offer(scenario.firstRate(), scenario.warmUp(), false);
    recover();
    while (!search.isDone()) {
      window = offer(search.rate(), search.isHolding() ? scenario.hold() : climb, true);
      search.tried(window.onTime());
      if (!window.onTime()) {
        recover();
      }
    }
    return window;
  }

  /**
   * Offers a rate and measures after things have settled.
   *
   * @param stopsWhenLate whether to end with the first late round
   */
  Window offer(double edgesPerSecond, Duration time, boolean stopsWhenLate)
      throws InterruptedException, UndecodableException {
    Throttle.offer(edgesPerSecond);
    List<Round> settling = new ArrayList<>();
    boolean onTime = watch(settling, SETTLE.plusMillis(intervalMillis), stopsWhenLate);
    Reading before = Reading.now(httpPort);
    List<Round> rounds = new ArrayList<>();
    if (onTime || !stopsWhenLate) {
      onTime = watch(rounds, time, stopsWhenLate);
    }
    Reading after = Reading.now(httpPort);
    double taken = (after.edges() - before.edges()) / (after.seconds() - before.seconds());
    Window window = Window.of(onTime && taken >= TAKEN * edgesPerSecond, before, after, rounds);
    progress.accept(
        "  offered %,.0f edges/s, taken %,.0f, rounds of %.2f s, %s"
            .formatted(
                edgesPerSecond,
                window.edgesPerSecond(),
                window.roundSeconds(),
                window.onTime() ? "on time" : "late"));
    return window;
  }

  /** Offers nothing until rounds are on time again. */
  void recover() throws UndecodableException {
    Throttle.offer(0);
    int quiet = 0;
    while (quiet < QUIET_ROUNDS) {
      for (Round round : manifests.poll()) {
        quiet = isLate(round) ? 0 : quiet + 1;
      }
    }
  }

  /** Collects rounds; false when one was late or is overdue. */
  private boolean watch(List<Round> rounds, Duration time, boolean stopsWhenLate)
      throws UndecodableException {
    long end = clock.millis() + time.toMillis();
    boolean onTime = true;
    while (clock.millis() < end && (onTime || !stopsWhenLate)) {
      List<Round> closed = manifests.poll();
      rounds.addAll(closed);
      onTime &= closed.stream().noneMatch(Probe::isLate) && !isOverdue();
    }
    return onTime;
  }

  private boolean isOverdue() {
    EmbeddingRound newest = manifests.newest();
    long due = newest == null ? Long.MAX_VALUE : newest.getRound() + intervalMillis;
    return due != Long.MAX_VALUE && clock.millis() > due + MOST_LATE_MILLIS + READ_MILLIS;
  }

  private static boolean isLate(Round round) {
    return round.lateMillis() > MOST_LATE_MILLIS;
  }
}
