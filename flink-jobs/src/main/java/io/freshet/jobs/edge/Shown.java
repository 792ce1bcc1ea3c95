package io.freshet.jobs.edge;

/**
 * Which of an item's candidates are its neighborhood: the heaviest of those that enough users have
 * paired with it.
 *
 * @param topK how many, per neighbor type
 * @param minSupport users that must have paired a neighbor with the item, 1 for any
 */
record Shown(int topK, int minSupport) {
  /** Users are told apart by one of so many bits each. */
  static final int USER_BITS = Integer.SIZE;

  /** Of a neighbor of which nobody knows who paired it: it counts as paired by enough. */
  static final int UNKNOWN_USERS = -1;

  /** Any neighbor, the heaviest so many. */
  static Shown heaviest(int topK) {
    return new Shown(topK, 1);
  }

  static Shown of(EdgeConfig config) {
    return new Shown(config.topK(), config.minSupport());
  }

  /**
   * Whether enough users are among the bits. Two users may share a bit, so there may be more of
   * them than bits, and never fewer.
   */
  boolean isSupported(int users) {
    return minSupport == 1 || Integer.bitCount(users) >= minSupport;
  }
}
