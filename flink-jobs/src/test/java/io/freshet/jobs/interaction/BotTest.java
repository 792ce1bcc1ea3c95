package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** One user who sends very many events, in the midst of ordinary ones. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class BotTest {
  private static final long NOW = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long END = NOW + 4 * DAY;
  private static final double HALF_LIFE = Duration.ofDays(30).toMillis();
  private static final int ITEMS = 30;
  private static final double ITEM_CAP = 20;

  private enum Shape {
    SAME_TWO,
    ONE_AGAINST_MANY,
    BACKDATED,
    BURSTS,
    ANYTHING
  }

  @Property(tries = 12)
  void noItemsSharesMoveByMoreThanTheCapOverItsWeightPerDay(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    int days = 1 + random.nextInt(3);
    Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
    InteractionConfig config = config(random, Double.toString(ITEM_CAP));
    double moved = largestMove(random, shape, 4_000, days, config);
    assertThat(moved).as("%s on %d days", shape, days).isLessThanOrEqualTo(days * ITEM_CAP + 1e-6);
  }

  @Test
  void hundredsOfThousandsOfEventsInADayMoveNoMore() throws Exception {
    InteractionConfig config =
        PairingHarness.config(
            "item-cap", Double.toString(ITEM_CAP),
            "cache-entries", "100000",
            "max-daily-events", "10000",
            "max-minute-events", "10000");
    double moved = largestMove(new Random(1), Shape.ANYTHING, 300_000, 1, config);
    assertThat(moved).isLessThanOrEqualTo(ITEM_CAP + 1e-6);
  }

  @Test
  void withoutTheCapsTheyWouldMoveFarMore() throws Exception {
    for (Shape shape : Shape.values()) {
      InteractionConfig config =
          PairingHarness.config("item-cap", "Infinity", "pair-cap", "Infinity");
      double moved = largestMove(new Random(1), shape, 2_000, 1, config);
      assertThat(moved).as(shape.name()).isGreaterThan(3 * ITEM_CAP);
    }
  }

  private static InteractionConfig config(Random random, String itemCap) {
    return PairingHarness.config(
        "item-cap", itemCap,
        "kernel-half-life", random.nextBoolean() ? "0d" : "1d",
        "session-gap", random.nextBoolean() ? "0d" : "1h",
        "max-minute-events", random.nextBoolean() ? "600" : "10000",
        "strength.save", "30");
  }

  /**
   * The largest product of how far (L1) the bot moved the shares of a neighbor type of an item, and
   * the total weight of that type.
   */
  private static double largestMove(
      Random random, Shape shape, int botEvents, int days, InteractionConfig config)
      throws Exception {
    List<CheckedEvent> stream = population(random);
    Map<String, Map<String, Double>> without = weights(stream, config);
    stream.addAll(bot(random, shape, botEvents, days));
    stream.sort(Comparator.comparingLong(CheckedEvent::clockMillis));
    Map<String, Map<String, Double>> with = weights(stream, config);
    double largest = 0;
    for (Map.Entry<String, Map<String, Double>> edges : with.entrySet()) {
      double total = total(edges.getValue());
      double distance = l1(without.getOrDefault(edges.getKey(), Map.of()), edges.getValue());
      largest = Math.max(largest, distance * total);
    }
    return largest;
  }

  private static List<CheckedEvent> population(Random random) {
    List<CheckedEvent> events = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long at = NOW - 20 * DAY + (long) (random.nextDouble() * 20 * DAY);
      int item = (int) (ITEMS * random.nextDouble() * random.nextDouble());
      events.add(event("e" + i, "user-" + i % 60, "item-" + item, Signal.LIKE, at, at));
    }
    events.sort(Comparator.comparingLong(CheckedEvent::clockMillis));
    return events;
  }

  private static List<CheckedEvent> bot(Random random, Shape shape, int count, int days) {
    List<CheckedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean bursts = shape == Shape.BURSTS || (shape == Shape.ANYTHING && random.nextBoolean());
      long second = bursts ? random.nextInt(60) : random.nextInt(86_400);
      long clock = NOW + random.nextInt(days) * DAY + second * 1_000;
      boolean dated = shape == Shape.BACKDATED || (shape == Shape.ANYTHING && i % 3 == 0);
      long at = dated ? clock - random.nextInt(80 * 86_400) * 1_000L : clock;
      Signal[] signals = Signal.values();
      Signal signal =
          shape == Shape.ANYTHING ? signals[random.nextInt(signals.length)] : Signal.LIKE;
      events.add(event("bot" + i, "bot", item(random, shape, i), signal, at, clock));
    }
    return events;
  }

  private static String item(Random random, Shape shape, int i) {
    return switch (shape) {
      case SAME_TWO -> "item-" + i % 2;
      case ONE_AGAINST_MANY -> i % 2 == 0 ? "item-3" : "new-" + i;
      case BACKDATED, BURSTS -> "item-" + random.nextInt(4);
      case ANYTHING -> (random.nextInt(4) == 0 ? "new-" : "item-") + random.nextInt(2 * ITEMS);
    };
  }

  private static CheckedEvent event(
      String id, String user, String item, Signal signal, long at, long clock) {
    String type = item.endsWith("3") ? "podcast" : "track";
    return new CheckedEvent(id, user, item, type, signal, at, -1, -1, clock, clock);
  }

  /** Weights by item and neighbor type, then by neighbor, decayed to the end. */
  private static Map<String, Map<String, Double>> weights(
      List<CheckedEvent> events, InteractionConfig config) throws Exception {
    Map<String, Map<String, Double>> weights = new HashMap<>();
    try (PairingHarness harness = PairingHarness.opened(config)) {
      int sent = 0;
      for (CheckedEvent event : events) {
        harness.process(event);
        if (++sent % 1_000 == 0) {
          harness.drain(update -> add(weights, update));
        }
      }
      harness.drain(update -> add(weights, update));
    }
    return weights;
  }

  private static void add(Map<String, Map<String, Double>> weights, EdgeUpdate update) {
    double decayed = update.weight() * Math.pow(2, (update.atMillis() - END) / HALF_LIFE);
    weights
        .computeIfAbsent(update.itemId() + " " + update.neighborType(), key -> new HashMap<>())
        .merge(update.neighborId(), decayed, Double::sum);
  }

  private static double l1(Map<String, Double> before, Map<String, Double> after) {
    TreeSet<String> neighbors = new TreeSet<>(before.keySet());
    neighbors.addAll(after.keySet());
    double distance = 0;
    for (String neighbor : neighbors) {
      distance += Math.abs(share(before, neighbor) - share(after, neighbor));
    }
    return distance;
  }

  private static double share(Map<String, Double> weights, String neighbor) {
    return weights.isEmpty() ? 0 : weights.getOrDefault(neighbor, 0.) / total(weights);
  }

  private static double total(Map<String, Double> weights) {
    return weights.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
