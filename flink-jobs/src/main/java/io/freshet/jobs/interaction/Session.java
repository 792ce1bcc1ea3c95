package io.freshet.jobs.interaction;

import java.util.List;

/**
 * The session that a new interaction comes into: a chain of interactions, each at most a gap from
 * the next, given as places among the past ones.
 *
 * @param from place of its first past interaction
 * @param position place before which the new interaction comes
 * @param to place after its last past interaction
 * @param joins whether the past interactions before and after the new one were two sessions so far
 */
record Session(int from, int position, int to, boolean joins) {
  /** A gap that keeps nothing apart. */
  static final long NO_GAP = Long.MAX_VALUE;

  /** The session of a new interaction at a time, which comes before a place among the past. */
  static Session of(List<PastInteraction> past, int position, long atMillis, long gapMillis) {
    if (gapMillis == NO_GAP) {
      return new Session(0, position, past.size(), false);
    }
    int from = position;
    long newer = atMillis;
    while (from > 0 && newer - past.get(from - 1).occurredAtMillis() <= gapMillis) {
      newer = past.get(--from).occurredAtMillis();
    }
    int to = position;
    long older = atMillis;
    while (to < past.size() && past.get(to).occurredAtMillis() - older <= gapMillis) {
      older = past.get(to++).occurredAtMillis();
    }
    boolean joins = from < position && to > position && gap(past, position) > gapMillis;
    return new Session(from, position, to, joins);
  }

  /** Whether the past interaction at a place belongs to it. */
  boolean contains(int place) {
    return place >= from && place < to;
  }

  private static long gap(List<PastInteraction> past, int position) {
    return past.get(position).occurredAtMillis() - past.get(position - 1).occurredAtMillis();
  }
}
