package io.freshet.server.evaluation.replay;

import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The events from the split on whose items are to be foreseen: those new to their user, of users
 * with enough events before the split. Immutable.
 */
final class Targets {
  /** Events before the split that a user must have. */
  private static final int LEAST_EVENTS = 5;

  /** Events from the split on that an item must have to count as risen. */
  private static final int LEAST_RISEN = 3;

  private final EventLog events;
  private final int[] targets;
  private final BitSet risen;
  private final BitSet fresh;

  private Targets(EventLog events, int[] targets, BitSet risen, BitSet fresh) {
    this.events = events;
    this.targets = targets;
    this.risen = risen;
    this.fresh = fresh;
  }

  static Targets of(EvaluationData data, Histories histories) {
    EventLog events = data.events();
    int split = events.countBefore(data.splitAt());
    int[] found = new int[events.size() - split];
    int size = 0;
    for (int user = 0; user < histories.users(); user++) {
      int first = histories.endBefore(user, data.splitAt());
      if (first - histories.start(user) >= LEAST_EVENTS) {
        BitSet had = new BitSet();
        for (int k = histories.start(user); k < histories.end(user); k++) {
          int item = events.item(histories.event(k));
          if (k >= first && !had.get(item)) {
            found[size++] = histories.event(k);
          }
          had.set(item);
        }
      }
    }
    int[] targets = Arrays.copyOf(found, size);
    Arrays.sort(targets);
    return new Targets(events, targets, risen(data, split), fresh(data, split));
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

  boolean isRisen(int target) {
    return risen.get(item(target));
  }

  boolean isNew(int target) {
    return fresh.get(item(target));
  }
}
