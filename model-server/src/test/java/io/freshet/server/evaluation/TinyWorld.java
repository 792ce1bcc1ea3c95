package io.freshet.server.evaluation;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.snapshot.SnapshotSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A few users with two tastes, invented with a seed, and snapshots made the plain way: all pairs of
 * a user's items, no decay.
 */
public final class TinyWorld {
  private static final long DAY_MILLIS = 86_400_000;

  private TinyWorld() {}

  /** An event. */
  public record Event(int user, int item, long time) {}

  /** Events in the order of their times. */
  public static EventLog log(int users, List<Event> events) {
    List<Event> sorted = new ArrayList<>(events);
    sorted.sort((one, other) -> Long.compare(one.time(), other.time()));
    float[] strengths = new float[sorted.size()];
    Arrays.fill(strengths, 1);
    return new EventLog(
        IntStream.range(0, users).mapToObj(user -> "user-" + user).toList(),
        sorted.stream().mapToInt(Event::user).toArray(),
        sorted.stream().mapToInt(Event::item).toArray(),
        sorted.stream().mapToLong(Event::time).toArray(),
        strengths);
  }

  /** Users of one of two tastes, who take items of their half, one a day. */
  public static List<Event> tastes(int users, int items, int days, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Event> events = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      for (int user = 0; user < users; user++) {
        int half = items / 2;
        int item = random.nextInt(half) + (user % 2) * half;
        events.add(new Event(user, item, day * DAY_MILLIS + user));
      }
    }
    return events;
  }

  /** Items of one type with text vectors that tell the halves apart. */
  public static ItemTable items(int items) {
    float[][] text = new float[items][];
    for (int item = 0; item < items; item++) {
      text[item] = new float[] {item < items / 2 ? 1 : -1, item / (float) items, 0.5f};
    }
    return new ItemTable(
        "plain",
        IntStream.range(0, items).mapToObj(item -> "item-" + item).toList(),
        List.of("thing"),
        new int[items],
        text);
  }

  /** Evaluation data of events, split as the protocol says. */
  public static EvaluationData data(int users, int items, List<Event> events) {
    EventLog log = log(users, events);
    return new EvaluationData(
        "tiny", items(items), log, EvaluationData.splitOf(log), () -> source(log, items), 2);
  }

  /** Snapshots of a log of items of one type. */
  public static SnapshotSource source(EventLog log, int items) {
    return source(log, items, items(items));
  }

  /** Snapshots of a log. */
  public static SnapshotSource source(EventLog log, int items, ItemTable table) {
    return asOf -> snapshot(log.before(asOf), items, table, asOf);
  }

  private static Snapshot snapshot(EventLog known, int items, ItemTable table, long asOf) {
    double[][] weights = new double[items][items];
    double[][] counts = new double[Snapshot.halfLives()][items];
    long[] firstSeen = new long[items];
    Arrays.fill(firstSeen, Snapshot.NEVER);
    for (int event = 0; event < known.size(); event++) {
      int item = known.item(event);
      firstSeen[item] = Math.min(firstSeen[item], known.time(event));
      for (int row = 0; row < counts.length; row++) {
        double ageDays = (asOf - known.time(event)) / (double) DAY_MILLIS;
        counts[row][item] += Math.pow(2, -ageDays / Snapshot.halfLifeDays(row));
      }
      for (int other = 0; other < event; other++) {
        if (known.user(other) == known.user(event) && known.item(other) != item) {
          weights[item][known.item(other)]++;
          weights[known.item(other)][item]++;
        }
      }
    }
    return new Snapshot(asOf, known, graph(weights, table), counts, firstSeen);
  }

  private static Graph graph(double[][] weights, ItemTable table) {
    int items = weights.length;
    int slots = table.types().size() + 1;
    int[] starts = new int[slots * items + 1];
    List<Integer> neighbors = new ArrayList<>();
    List<Float> shares = new ArrayList<>();
    for (int row = 0; row < slots * items; row++) {
      double[] ofItem = weights[row / slots];
      double sum = 0;
      for (int other = 0; other < items; other++) {
        sum += table.itemTypes()[other] == row % slots ? ofItem[other] : 0;
      }
      for (int other = 0; other < items; other++) {
        if (table.itemTypes()[other] == row % slots && ofItem[other] > 0) {
          neighbors.add(other);
          shares.add((float) (ofItem[other] / sum));
        }
      }
      starts[row + 1] = neighbors.size();
    }
    float[] flat = new float[shares.size()];
    for (int k = 0; k < flat.length; k++) {
      flat[k] = shares.get(k);
    }
    int[] numbers = neighbors.stream().mapToInt(Integer::intValue).toArray();
    return new Graph(items, slots, starts, numbers, flat);
  }
}
