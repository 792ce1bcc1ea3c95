package io.freshet.server.evaluation.replay;

import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The events from the split on whose items are to be foreseen, of users with enough events before
 * the split: the first of each item that the user never had; or, in sessions, the first of each
 * item in its session, whatever the user had before it. Items that came earlier in the same session
 * are not to be recommended again: their echo would look like knowledge. Immutable.
 */
final class Targets {
  /** Events before the split that a user must have. */
  private static final int LEAST_EVENTS = 5;

  /** Events from the split on that an item must have to count as risen. */
  private static final int LEAST_RISEN = 3;

  private final EventLog events;
  private final int[] targets;
  private final int[] maskedFrom;
  private final Familiarity[] familiarities;
  private final BitSet risen;
  private final BitSet fresh;

  private Targets(EvaluationData data, Histories histories, Optional<Duration> sessionGap) {
    events = data.events();
    int split = events.countBefore(data.splitAt());
    Found found = new Found(split, events.size());
    for (int user = 0; user < histories.users(); user++) {
      int first = histories.endBefore(user, data.splitAt());
      if (first - histories.start(user) >= LEAST_EVENTS) {
        find(histories, user, first, sessionGap, found);
      }
    }
    targets = found.events.stream().toArray();
    maskedFrom = IntStream.of(targets).map(event -> found.maskedFrom[event - split]).toArray();
    familiarities =
        IntStream.of(targets)
            .mapToObj(event -> found.familiarities[event - split])
            .toArray(Familiarity[]::new);
    risen = risen(data, split);
    fresh = fresh(data, split);
  }

  /**
   * Finds them.
   *
   * @param sessionGap longest pause within a session; empty for the items that are new to their
   *     users
   */
  static Targets of(EvaluationData data, Histories histories, Optional<Duration> sessionGap) {
    return new Targets(data, histories, sessionGap);
  }

  /** What is known of each event from the split on. */
  private static final class Found {
    private final int split;
    private final BitSet events = new BitSet();
    private final int[] maskedFrom;
    private final Familiarity[] familiarities;

    Found(int split, int size) {
      this.split = split;
      maskedFrom = new int[size - split];
      familiarities = new Familiarity[size - split];
    }

    void add(int event, int from, Familiarity familiarity) {
      events.set(event);
      maskedFrom[event - split] = from;
      familiarities[event - split] = familiarity;
    }
  }

  private static void find(
      Histories histories, int user, int first, Optional<Duration> sessionGap, Found found) {
    EventLog events = histories.events();
    BitSet before = new BitSet();
    BitSet had = new BitSet();
    BitSet inSession = new BitSet();
    int begin = histories.start(user);
    for (int k = begin; k < histories.end(user); k++) {
      int item = events.item(histories.event(k));
      if (sessionGap.isPresent()
          && k > begin
          && pause(histories, k) > sessionGap.get().toMillis()) {
        begin = k;
        inSession.clear();
      }
      if (k < first) {
        before.set(item);
      } else if (!inSession.get(item)) {
        found.add(histories.event(k), begin, familiarity(before.get(item), had.get(item)));
      }
      had.set(item);
      inSession.set(item);
    }
  }

  private static long pause(Histories histories, int place) {
    EventLog events = histories.events();
    return events.time(histories.event(place)) - events.time(histories.event(place - 1));
  }

  private static Familiarity familiarity(boolean isBefore, boolean isHad) {
    if (isBefore) {
      return Familiarity.HAD_BEFORE;
    }
    return isHad ? Familiarity.MET_SINCE : Familiarity.NEW;
  }

  /** Items with twice the events of an equally long time before the split, known in hindsight. */
  private static BitSet risen(EvaluationData data, int split) {
    EventLog events = data.events();
    long length = events.time(events.size() - 1) - data.splitAt();
    int[] before = new int[data.items().size()];
    int[] after = new int[data.items().size()];
    for (int event = events.countBefore(data.splitAt() - length); event < split; event++) {
      before[events.item(event)]++;
    }
    for (int event = split; event < events.size(); event++) {
      after[events.item(event)]++;
    }
    BitSet risen = new BitSet();
    for (int item = 0; item < after.length; item++) {
      risen.set(item, after[item] >= LEAST_RISEN && after[item] >= 2 * before[item]);
    }
    return risen;
  }

  /** Items without an event before the split. */
  private static BitSet fresh(EvaluationData data, int split) {
    BitSet fresh = new BitSet();
    fresh.set(0, data.items().size());
    for (int event = 0; event < split; event++) {
      fresh.clear(data.events().item(event));
    }
    return fresh;
  }

  int size() {
    return targets.length;
  }

  /** Event of a target; targets are in order of time. */
  int event(int target) {
    return targets[target];
  }

  int user(int target) {
    return events.user(targets[target]);
  }

  int item(int target) {
    return events.item(targets[target]);
  }

  /** Place in the user's history from which on its items are not ranked. */
  int maskedFrom(int target) {
    return maskedFrom[target];
  }

  Familiarity familiarity(int target) {
    return familiarities[target];
  }

  boolean isRisen(int target) {
    return risen.get(item(target));
  }

  boolean isNew(int target) {
    return fresh.get(item(target));
  }
}
