package io.freshet.server.evaluation;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import io.freshet.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

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

  private RankingTask(
      long at,
      EventLog events,
      BitSet candidates,
      int[] itemUsers,
      int leastEvents,
      IntPredicate wanted) {
    this.at = at;
    this.events = events;
    this.candidates = candidates;
    histories = new Histories(events);
    alike = PopularityNeighbors.of(itemUsers, candidates);
    List<int[]> found = new ArrayList<>();
    int[] withTargets = new int[histories.users()];
    for (int user = 0; user < histories.users(); user++) {
      int[] ofUser = eventsBefore(user) < leastEvents ? new int[0] : targets(user, wanted);
      if (ofUser.length > 0) {
        withTargets[found.size()] = user;
        found.add(ofUser);
      }
    }
    users = Arrays.copyOf(withTargets, found.size());
    targets = found.toArray(int[][]::new);
  }

  private RankingTask(RankingTask all, int[] kept) {
    at = all.at;
    events = all.events;
    histories = all.histories;
    candidates = all.candidates;
    alike = all.alike;
    users = IntStream.of(kept).map(row -> all.users[row]).toArray();
    targets = IntStream.of(kept).mapToObj(row -> all.targets[row]).toArray(int[][]::new);
  }

  /** The task of every n-th user, so that they are at most this many. */
  public RankingTask ofSome(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "Cannot rank: at least one user is needed (%d)".formatted(most));
    }
    int step = (users.length + most - 1) / most;
    return step <= 1
        ? this
        : new RankingTask(
            this, IntStream.range(0, users.length).filter(row -> row % step == 0).toArray());
  }

  /**
   * A task over warm items.
   *
   * @param events before and after the moment
   * @param items number of items
   * @param at the moment, epoch milliseconds
   * @param leastUsers users that an item must have had before the moment to be a candidate
   * @param leastEvents events with candidates that a user must have had before the moment
   */
  public static RankingTask warm(
      EventLog events, int items, long at, int leastUsers, int leastEvents) {
    int[] counts = ItemUsers.before(events, items, at);
    BitSet candidates = new BitSet(items);
    for (int item = 0; item < items; item++) {
      candidates.set(item, counts[item] >= leastUsers);
    }
    return new RankingTask(at, events, candidates, counts, leastEvents, item -> true);
  }

  /**
   * A task over the warm items of one type.
   *
   * @param itemTypes type per item
   * @param type the one
   */
  public static RankingTask ofType(
      EventLog events, int[] itemTypes, int type, long at, int leastUsers) {
    int[] counts = ItemUsers.before(events, itemTypes.length, at);
    BitSet candidates = new BitSet(itemTypes.length);
    for (int item = 0; item < itemTypes.length; item++) {
      candidates.set(item, itemTypes[item] == type && counts[item] >= leastUsers);
    }
    return new RankingTask(at, events, candidates, counts, 0, item -> true);
  }

  /** A task over all items, whose targets are those that nobody had before the moment. */
  public static RankingTask cold(EventLog events, int items, long at) {
    int[] counts = ItemUsers.before(events, items, at);
    BitSet candidates = new BitSet(items);
    candidates.set(0, items);
    return new RankingTask(at, events, candidates, counts, 0, item -> counts[item] == 0);
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

  /** Events with candidates that a user had before the moment. */
  public int eventsBefore(int user) {
    int count = 0;
    for (int k = histories.start(user); k < histories.endBefore(user, at); k++) {
      count += candidates.get(events.item(histories.event(k))) ? 1 : 0;
    }
    return count;
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
    RankingBuilder ranking = new RankingBuilder();
    for (int row = 0; row < users.length; row++) {
      Query query = Query.before(histories, users[row], at, snapshot);
      scorer.score(query, scores);
      mask(query, masked);
      int[] best = top.select(scores, masked);
      ranking.row(users[row], best);
      for (int target : targets[row]) {
        ranking.target(
            target, rank(best, target), alike.shareBelow(target, scores, masked, targets[row]));
      }
    }
    return ranking.build(candidates.cardinality());
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

  private int[] targets(int user, IntPredicate wanted) {
    int split = histories.endBefore(user, at);
    BitSet had = new BitSet();
    for (int k = histories.start(user); k < split; k++) {
      had.set(events.item(histories.event(k)));
    }
    int[] found = new int[histories.end(user) - split];
    int size = 0;
    for (int k = split; k < histories.end(user); k++) {
      int item = events.item(histories.event(k));
      if (candidates.get(item) && wanted.test(item) && !had.get(item)) {
        had.set(item);
        found[size++] = item;
      }
    }
    return Arrays.copyOf(found, size);
  }
}
