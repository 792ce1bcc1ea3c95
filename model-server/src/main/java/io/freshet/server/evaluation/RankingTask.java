package io.freshet.server.evaluation;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import io.freshet.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Ranks candidates once for each user at one moment, and looks where the items are that the user
 * turned to afterwards.
 *
 * <p>Targets are the candidates among a user's items at or after the moment that the user did not
 * have before; the user's earlier items are not ranked. A user without targets is left out.
 * Immutable; cost of a ranking: one scoring and one pass over the items per user.
 */
public final class RankingTask {
  private static final int TOP = 100;

  private final long at;
  private final EventLog events;
  private final Histories histories;
  private final BitSet candidates;
  private final int[] users;
  private final int[][] targets;
  private final PopularityNeighbors alike;

  private RankingTask(long at, EventLog events, int items, BitSet candidates) {
    this.at = at;
    this.events = events;
    this.candidates = candidates;
    histories = new Histories(events);
    List<int[]> found = new ArrayList<>();
    int[] withTargets = new int[histories.users()];
    for (int user = 0; user < histories.users(); user++) {
      int[] ofUser = targets(user);
      if (ofUser.length > 0) {
        withTargets[found.size()] = user;
        found.add(ofUser);
      }
    }
    users = Arrays.copyOf(withTargets, found.size());
    targets = found.toArray(int[][]::new);
    alike = PopularityNeighbors.of(ItemUsers.before(events, items, at), candidates);
  }

  /**
   * A task over warm items.
   *
   * @param events before and after the moment
   * @param items number of items
   * @param at the moment, epoch milliseconds
   * @param leastUsers users that an item must have had before the moment to be a candidate
   */
  public static RankingTask warm(EventLog events, int items, long at, int leastUsers) {
    int[] counts = ItemUsers.before(events, items, at);
    BitSet candidates = new BitSet(items);
    for (int item = 0; item < items; item++) {
      candidates.set(item, counts[item] >= leastUsers);
    }
    return new RankingTask(at, events, items, candidates);
  }

  /** A task over all items, those that nobody had before the moment too. */
  public static RankingTask all(EventLog events, int items, long at) {
    BitSet candidates = new BitSet(items);
    candidates.set(0, items);
    return new RankingTask(at, events, items, candidates);
  }

  /** The moment, epoch milliseconds. */
  public long at() {
    return at;
  }

  /** Number of users with a target. */
  public int users() {
    return users.length;
  }

  /** Number of items that are ranked. */
  public int candidates() {
    return candidates.cardinality();
  }

  /** The events strictly before the moment. */
  public EventLog history() {
    return events.before(at);
  }

  /**
   * Ranks for every user.
   *
   * @param snapshot what is known of items at the moment
   */
  public Ranking rank(Scorer scorer, Snapshot snapshot) {
    int items = snapshot.items();
    float[] scores = new float[items];
    boolean[] masked = new boolean[items];
    TopItems top = new TopItems(TOP);
    BitSet covered = new BitSet(items);
    RankingBuilder ranking = new RankingBuilder();
    for (int row = 0; row < users.length; row++) {
      Query query = Queries.before(histories, users[row], at, snapshot);
      scorer.score(query, scores);
      mask(query, masked);
      int[] best = top.select(scores, masked);
      for (int item : best) {
        covered.set(item);
      }
      ranking.row(users[row]);
      for (int target : targets[row]) {
        ranking.target(
            target, rank(best, target), alike.shareBelow(target, scores, masked, targets[row]));
      }
    }
    return ranking.build(covered.cardinality() / (double) candidates.cardinality());
  }

  private void mask(Query query, boolean[] masked) {
    for (int item = 0; item < masked.length; item++) {
      masked[item] = !candidates.get(item);
    }
    for (int item : query.items()) {
      masked[item] = true;
    }
  }

  private static int rank(int[] best, int target) {
    for (int k = 0; k < best.length; k++) {
      if (best[k] == target) {
        return k + 1;
      }
    }
    return Integer.MAX_VALUE;
  }

  private int[] targets(int user) {
    int split = histories.endBefore(user, at);
    BitSet had = new BitSet();
    for (int k = histories.start(user); k < split; k++) {
      had.set(events.item(histories.event(k)));
    }
    int[] found = new int[histories.end(user) - split];
    int size = 0;
    for (int k = split; k < histories.end(user); k++) {
      int item = events.item(histories.event(k));
      if (candidates.get(item) && !had.get(item)) {
        had.set(item);
        found[size++] = item;
      }
    }
    return Arrays.copyOf(found, size);
  }
}
