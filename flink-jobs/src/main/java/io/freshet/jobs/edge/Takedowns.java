package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The items that were taken down, and of those that came back, when they had been taken down. Every
 * subtask holds the same ones, in broadcast state.
 *
 * <p>Neighbors of a taken-down item live under other keys and are cleaned when next touched. An
 * item that came back before that must not return with its old weight: so its takedown is
 * remembered, and whoever was last touched before it drops the item once. Takedowns and touches are
 * told apart within a millisecond, and while the clock goes back, since each is noted no earlier
 * than the one before: also after a restore, by the latest time that a subtask had noted.
 *
 * <p>Bound: {@code limit} items each; the oldest tenth is forgotten when there are more. A
 * forgotten item counts as one of the catalog.
 */
final class Takedowns {
  private final BroadcastState<String, Long> gone;
  private final BroadcastState<String, Long> returned;

  /** Latest time noted by each subtask. */
  private final ListState<Long> noted;

  private final int limit;

  /** Newest takedown by the hash of the item's id, for neighbors of which no more is known. */
  private final Map<Integer, Long> takenDownAtByHash = new HashMap<>();

  private int goneCount;
  private int returnedCount;
  private long latestMillis = Long.MIN_VALUE;
  private long touchedMillis = Long.MIN_VALUE;

  Takedowns(OperatorStateStore store, int limit) throws Exception {
    requireNonNull(store, "store is null");
    gone = store.getBroadcastState(new MapStateDescriptor<>("gone", Types.STRING, Types.LONG));
    returned =
        store.getBroadcastState(new MapStateDescriptor<>("returned", Types.STRING, Types.LONG));
    noted = store.getUnionListState(new ListStateDescriptor<>("noted", Types.LONG));
    this.limit = limit;
    goneCount = restoredCount(gone);
    returnedCount = restoredCount(returned);
    for (long millis : noted.get()) {
      touchedMillis = Math.max(touchedMillis, millis);
    }
  }

  void snapshot() throws Exception {
    noted.update(List.of(Math.max(latestMillis, touchedMillis)));
  }

  /** True when no item is gone or was. */
  boolean areNone() {
    return goneCount == 0 && returnedCount == 0;
  }

  boolean contains(String itemId) {
    return goneCount > 0 && holds(gone, itemId);
  }

  /** Notes a takedown; false when the item was gone already. */
  boolean takeDown(String itemId, long nowMillis) throws Exception {
    if (gone.contains(itemId)) {
      return false;
    }
    if (returned.contains(itemId)) {
      returned.remove(itemId);
      returnedCount--;
    }
    // Whoever was touched up to now was touched before.
    latestMillis = Math.max(Math.max(latestMillis, touchedMillis), nowMillis);
    gone.put(itemId, latestMillis);
    goneCount++;
    note(itemId, latestMillis);
    if (goneCount > limit) {
      goneCount = forgetOldest(gone);
    }
    return true;
  }

  /** Notes that the catalog holds the item. */
  void bringBack(String itemId) throws Exception {
    Long takenDownAt = gone.get(itemId);
    if (takenDownAt == null) {
      return;
    }
    gone.remove(itemId);
    goneCount--;
    returned.put(itemId, takenDownAt);
    returnedCount++;
    if (returnedCount > limit) {
      returnedCount = forgetOldest(returned);
    }
  }

  /** Notes that a neighborhood is touched and cleaned now: the time, after all takedowns so far. */
  long touch(long nowMillis) {
    touchedMillis = Math.max(Math.max(touchedMillis, latestMillis + 1), nowMillis);
    return touchedMillis;
  }

  /** False when no item was taken down since a time, so that nothing can need cleaning. */
  boolean since(long millis) {
    return latestMillis >= millis;
  }

  /** True when a neighborhood last touched at a time must drop this neighbor. */
  boolean drops(String neighborId, long touchedAtMillis) {
    try {
      if (contains(neighborId)) {
        return true;
      }
      Long takenDownAt = returnedCount == 0 ? null : returned.get(neighborId);
      return takenDownAt != null && takenDownAt >= touchedAtMillis;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot read takedowns: broadcast state failed", e);
    }
  }

  /**
   * True when a neighborhood last touched at a time must forget what an evicted neighbor weighed.
   *
   * @param hash of the neighbor's id
   */
  boolean forgets(int hash, long touchedAtMillis) {
    return takenDownAtByHash.getOrDefault(hash, Long.MIN_VALUE) >= touchedAtMillis;
  }

  private void note(String itemId, long takenDownAtMillis) {
    takenDownAtByHash.merge(ItemId.of(itemId).hash, takenDownAtMillis, Math::max);
  }

  private static boolean holds(BroadcastState<String, Long> state, String itemId) {
    try {
      return state.contains(itemId);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot read takedowns: broadcast state failed", e);
    }
  }

  private int restoredCount(BroadcastState<String, Long> state) throws Exception {
    int count = 0;
    for (Map.Entry<String, Long> entry : state.immutableEntries()) {
      latestMillis = Math.max(latestMillis, entry.getValue());
      note(entry.getKey(), entry.getValue());
      count++;
    }
    return count;
  }

  private int forgetOldest(BroadcastState<String, Long> state) throws Exception {
    List<Map.Entry<String, Long>> entries = new ArrayList<>();
    state
        .immutableEntries()
        .forEach(entry -> entries.add(Map.entry(entry.getKey(), entry.getValue())));
    entries.sort(
        Comparator.comparingLong((Map.Entry<String, Long> entry) -> entry.getValue())
            .thenComparing(Map.Entry::getKey));
    int forgotten = entries.size() / 10 + 1;
    for (Map.Entry<String, Long> entry : entries.subList(0, forgotten)) {
      state.remove(entry.getKey());
      takenDownAtByHash.remove(ItemId.of(entry.getKey()).hash, entry.getValue());
    }
    return entries.size() - forgotten;
  }
}
