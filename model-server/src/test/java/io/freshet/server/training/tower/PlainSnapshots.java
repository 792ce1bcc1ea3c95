package io.freshet.server.training.tower;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.snapshot.SnapshotSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Snapshots by plain counting: an event's item is paired with its user's last 50 distinct items;
 * the 64 heaviest neighbors of a type are kept.
 */
final class PlainSnapshots implements SnapshotSource {
  private static final int DEPTH = 50;
  private static final int NEIGHBORS = 64;
  private static final double MILLIS_PER_DAY = 86_400_000;

  private final ItemTable items;
  private final EventLog events;
  private final List<Map<Integer, Double>> weights = new ArrayList<>();
  private final Map<Integer, LinkedHashSet<Integer>> histories = new HashMap<>();
  private int next;

  PlainSnapshots(ItemTable items, EventLog events) {
    this.items = items;
    this.events = events;
    for (int item = 0; item < items.size(); item++) {
      weights.add(new HashMap<>());
    }
  }

  @Override
  public Snapshot at(long asOf) {
    for (; next < events.size() && events.time(next) < asOf; next++) {
      pair(events.user(next), events.item(next));
    }
    return new Snapshot(asOf, events.before(asOf), graph(), counts(asOf), firstSeen());
  }

  private void pair(int user, int item) {
    LinkedHashSet<Integer> history = histories.computeIfAbsent(user, any -> new LinkedHashSet<>());
    if (history.contains(item)) {
      return;
    }
    double weight = 1 / Math.log(2 + Math.min(DEPTH, history.size()));
    for (int other : history) {
      weights.get(item).merge(other, weight, Double::sum);
      weights.get(other).merge(item, weight, Double::sum);
    }
    history.add(item);
    if (history.size() > DEPTH) {
      history.remove(history.iterator().next());
    }
  }

  private Graph graph() {
    int slots = items.types().size() + 1;
    int[] starts = new int[items.size() * slots + 1];
    List<Map.Entry<Integer, Double>> entries = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int row = 0; row < items.size() * slots; row++) {
      int slot = row % slots;
      List<Map.Entry<Integer, Double>> heaviest =
          weights.get(row / slots).entrySet().stream()
              .filter(entry -> items.itemTypes()[entry.getKey()] == slot)
              .sorted(
                  Map.Entry.<Integer, Double>comparingByValue()
                      .reversed()
                      .thenComparing(Comparator.comparing(Map.Entry::getKey)))
              .limit(NEIGHBORS)
              .toList();
      double sum = heaviest.stream().mapToDouble(Map.Entry::getValue).sum();
      entries.addAll(heaviest);
      heaviest.forEach(entry -> shares.add(entry.getValue() / sum));
      starts[row + 1] = entries.size();
    }
    float[] floats = new float[shares.size()];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = shares.get(k).floatValue();
    }
    int[] neighbors = entries.stream().mapToInt(Map.Entry::getKey).toArray();
    return new Graph(items.size(), slots, starts, neighbors, floats);
  }

  private double[][] counts(long asOf) {
    double[][] counts = new double[Snapshot.halfLives()][items.size()];
    for (int event = 0; event < next; event++) {
      double days = (asOf - events.time(event)) / MILLIS_PER_DAY;
      for (int row = 0; row < counts.length; row++) {
        counts[row][events.item(event)] += Math.pow(2, -days / Snapshot.halfLifeDays(row));
      }
    }
    return counts;
  }

  private long[] firstSeen() {
    long[] firstSeen = new long[items.size()];
    Arrays.fill(firstSeen, Snapshot.NEVER);
    for (int event = next - 1; event >= 0; event--) {
      firstSeen[events.item(event)] = events.time(event);
    }
    return firstSeen;
  }
}
