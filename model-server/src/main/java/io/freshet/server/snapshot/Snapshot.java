package io.freshet.server.snapshot;

import static java.util.Objects.requireNonNull;

/**
 * What was known strictly before a moment. Immutable; the arrays are not copied, and nobody may
 * write to them. Two snapshots are the same when they are the same object.
 *
 * @param asOf the moment, epoch milliseconds
 * @param events the events strictly before it
 * @param graph neighborhoods, slot = type index of the neighbor in the {@link ItemTable}; the last
 *     slot, for unknown types, is empty
 * @param counts interactions per item as of the moment, [4][items], decayed with the half-lives of
 *     {@link #halfLifeDays}
 * @param firstSeen time of each item's first interaction, epoch milliseconds, {@link #NEVER} where
 *     there was none
 */
@SuppressWarnings("ArrayRecordComponent") // primitive columns; compared by identity on purpose
public record Snapshot(
    long asOf, EventLog events, Graph graph, double[][] counts, long[] firstSeen) {
  /** No interaction so far. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Half-life of each row of counts, in days; the last does not decay. */
  private static final double[] HALF_LIVES_DAYS = {3, 14, 60, Double.POSITIVE_INFINITY};

  public Snapshot {
    requireNonNull(events, "events is null");
    requireNonNull(graph, "graph is null");
    if (counts.length != HALF_LIVES_DAYS.length || firstSeen.length != graph.items()) {
      throw new IllegalArgumentException(
          "Cannot make a snapshot: %d rows of counts and %d times needed (%d, %d)"
              .formatted(HALF_LIVES_DAYS.length, graph.items(), counts.length, firstSeen.length));
    }
  }

  /** Number of rows of counts. */
  public static int halfLives() {
    return HALF_LIVES_DAYS.length;
  }

  /** Half-life of a row of counts in days, infinite for the last. */
  public static double halfLifeDays(int row) {
    return HALF_LIVES_DAYS[row];
  }

  /** Number of items. */
  public int items() {
    return firstSeen.length;
  }

  /** Whether the item had an interaction. */
  public boolean isSeen(int item) {
    return firstSeen[item] != NEVER;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
