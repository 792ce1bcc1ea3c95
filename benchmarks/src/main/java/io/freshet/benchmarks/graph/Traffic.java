package io.freshet.benchmarks.graph;

import static java.util.Objects.requireNonNull;

/**
 * Likes in the order of their times, as arrays. Immutable by agreement: nobody writes to them.
 *
 * @param name of the shape
 * @param real recorded, not invented
 * @param users who liked
 * @param items what
 * @param atMillis when, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
public record Traffic(String name, boolean real, int[] users, int[] items, long[] atMillis) {
  public Traffic {
    requireNonNull(name, "name is null");
  }

  /** How many likes. */
  public int size() {
    return users.length;
  }

  static String userId(int user) {
    return "user-" + user;
  }

  static String itemId(int item) {
    return "item-" + item;
  }
}
