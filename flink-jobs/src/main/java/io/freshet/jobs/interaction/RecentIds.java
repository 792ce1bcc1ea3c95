package io.freshet.jobs.interaction;

import java.util.Arrays;

/**
 * Ids of a user's events that are no longer in the history, or never were, in two generations: when
 * the newer one is full or old, it takes the place of the older one, which is forgotten. So an id
 * is known for at least as many further ids as a generation holds or until a generation has aged,
 * and at most twice as many are kept.
 *
 * <p>Mutable, one owner, one thread.
 */
final class RecentIds {
  private static final int SMALLEST = 8;

  private long[] older = {};
  private long[] newer = new long[SMALLEST];
  private int newerSize;

  /** The stream's clock when the newer generation began; never while it is empty. */
  long newerSinceMillis = History.NEVER;

  /** Ids of the older generation. */
  long[] older() {
    return older;
  }

  /** Ids of the newer generation, oldest first. */
  long[] newer() {
    return Arrays.copyOf(newer, newerSize);
  }

  /** True when the newer generation has as many ids, or is as old. */
  boolean isFull(int limit, long clockMillis, long retentionMillis) {
    return newerSize > 0
        && (newerSize >= limit || clockMillis - newerSinceMillis >= retentionMillis);
  }

  /** Forgets the older generation and begins a new one. */
  void rotate() {
    older = newer();
    newer = new long[SMALLEST];
    newerSize = 0;
  }

  /** Adds an id to the newer generation. */
  void add(long id, long clockMillis) {
    if (newerSize == 0) {
      newerSinceMillis = clockMillis;
    } else if (newerSize == newer.length) {
      newer = Arrays.copyOf(newer, 2 * newerSize);
    }
    newer[newerSize++] = id;
  }

  int size() {
    return older.length + newerSize;
  }

  void clear() {
    rotate();
    rotate();
    newerSinceMillis = History.NEVER;
  }
}
