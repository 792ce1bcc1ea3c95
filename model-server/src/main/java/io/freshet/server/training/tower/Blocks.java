package io.freshet.server.training.tower;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.snapshot.SnapshotSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Cuts the newest events into blocks of about as many events each. Events of one time are never
 * parted, so what a block's snapshot holds is strictly older than all of its targets.
 */
final class Blocks {
  private final TowerConfig config;
  private final EventLog events;

  Blocks(TowerConfig config, EventLog events) {
    this.config = config;
    this.events = events;
  }

  /**
   * The blocks, oldest first; those without targets are left out.
   *
   * @param source a replay from its start
   */
  List<Block> cut(SnapshotSource source) {
    boolean[] isFirst = firstMeetings();
    BitSet isCandidate = candidates(isFirst);
    boolean[] isTarget = targets(isFirst, isCandidate);
    int[] starts = starts();
    List<Block> blocks = new ArrayList<>();
    for (int k = 0; k + 1 < starts.length; k++) {
      int[] targets = between(isTarget, starts[k], starts[k + 1]);
      if (targets.length > 0) {
        Snapshot snapshot = source.at(events.time(starts[k]));
        ActiveItems active = ActiveItems.of(snapshot, events, starts[k], starts[k + 1]);
        int[] candidates =
            IntStream.range(0, active.size())
                .filter(number -> isCandidate.get(active.items()[number]))
                .toArray();
        blocks.add(new Block(snapshot, active, candidates, targets));
      }
    }
    return blocks;
  }

  /** First event of each block, and the number of events. */
  private int[] starts() {
    int first = (int) Math.round(events.size() * (1 - config.targets().share()));
    int[] starts = new int[config.targets().blocks() + 1];
    for (int k = 0; k < config.targets().blocks(); k++) {
      int wanted = first + (int) ((long) (events.size() - first) * k / config.targets().blocks());
      starts[k] = wanted < events.size() ? events.countBefore(events.time(wanted)) : wanted;
    }
    starts[config.targets().blocks()] = events.size();
    return starts;
  }

  /** Whether each event is the first of its user about its item. */
  private boolean[] firstMeetings() {
    boolean[] isFirst = new boolean[events.size()];
    Set<Long> had = new HashSet<>();
    for (int event = 0; event < events.size(); event++) {
      isFirst[event] = had.add((long) events.user(event) << 32 | events.item(event));
    }
    return isFirst;
  }

  /** The items with users enough. */
  private BitSet candidates(boolean[] isFirst) {
    Map<Integer, Integer> users = new HashMap<>();
    for (int event = 0; event < events.size(); event++) {
      if (isFirst[event]) {
        users.merge(events.item(event), 1, Integer::sum);
      }
    }
    BitSet candidates = new BitSet();
    users.forEach((item, count) -> candidates.set(item, count >= config.candidates().leastUsers()));
    return candidates;
  }

  /**
   * Whether each event says that a user who did something before turned to a candidate for the
   * first time.
   */
  private boolean[] targets(boolean[] isFirst, BitSet candidates) {
    boolean[] isTarget = new boolean[events.size()];
    int[] eventsOf = new int[events.userIds().size()];
    long[] firstTimes = new long[events.userIds().size()];
    Arrays.fill(firstTimes, Long.MAX_VALUE);
    for (int event = 0; event < events.size(); event++) {
      int user = events.user(event);
      eventsOf[user]++;
      firstTimes[user] = Math.min(firstTimes[user], events.time(event));
    }
    for (int event = 0; event < events.size(); event++) {
      int user = events.user(event);
      isTarget[event] =
          isFirst[event]
              && candidates.get(events.item(event))
              && eventsOf[user] >= config.targets().leastEvents()
              && firstTimes[user] < events.time(event)
              && events.strength(event) >= config.targets().weakBelow();
    }
    return isTarget;
  }

  private static int[] between(boolean[] isTarget, int from, int to) {
    int[] found = new int[to - from];
    int size = 0;
    for (int event = from; event < to; event++) {
      if (isTarget[event]) {
        found[size++] = event;
      }
    }
    return Arrays.copyOf(found, size);
  }
}
