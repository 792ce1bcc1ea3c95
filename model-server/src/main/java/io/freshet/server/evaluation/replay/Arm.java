package io.freshet.server.evaluation.replay;

import static java.util.Objects.requireNonNull;

import io.freshet.server.evaluation.RefreshableScorer.Bounds;
import java.time.Duration;
import java.util.List;

/**
 * What is kept how fresh while time goes on.
 *
 * @param name in tables
 * @param history which history a query has
 * @param refreshEvery least time between two refreshes of graph, statistics and embeddings; zero
 *     refreshes at every tick
 * @param bounds how far embeddings may be off
 */
public record Arm(String name, History history, Duration refreshEvery, Bounds bounds) {
  /** A time that does not come: never refreshed. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  /** Everything as it was at the split. */
  public static final Arm FROZEN = new Arm("frozen", History.FROZEN, NEVER, Bounds.EXACT);

  /** Live histories on the graph and embeddings of the split. */
  public static final Arm LIVE_HISTORY = new Arm("live history", History.LIVE, NEVER, Bounds.EXACT);

  /** Everything fresh at every tick. */
  public static final Arm CONTINUOUS =
      new Arm("continuous", History.LIVE, Duration.ZERO, Bounds.EXACT);

  /** Which history a query has. */
  public enum History {
    /** That of the split. */
    FROZEN,
    /** All strictly before the event. */
    LIVE
  }

  public Arm {
    requireNonNull(name, "name is null");
    requireNonNull(history, "history is null");
    requireNonNull(refreshEvery, "refreshEvery is null");
    requireNonNull(bounds, "bounds is null");
  }

  /** The arms of the headline table, the coarser first. */
  public static List<Arm> all() {
    return List.of(
        FROZEN,
        LIVE_HISTORY,
        new Arm("weekly", History.LIVE, Duration.ofDays(7), Bounds.EXACT),
        new Arm("daily", History.LIVE, Duration.ofDays(1), Bounds.EXACT),
        CONTINUOUS,
        bounded(0.05, 0.02),
        bounded(0.1, 0.05),
        bounded(0.2, 0.1));
  }

  /** Refreshed at every tick as far as the bounds ask for. */
  static Arm bounded(double epsilon, double delta) {
    return new Arm(
        "bounded %s, %s".formatted(epsilon, delta),
        History.LIVE,
        Duration.ZERO,
        new Bounds(epsilon, delta));
  }

  /** Whether embeddings may be off. */
  public boolean isBounded() {
    return !bounds.equals(Bounds.EXACT);
  }
}
