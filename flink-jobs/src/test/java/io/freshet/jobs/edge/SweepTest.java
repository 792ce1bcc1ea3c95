package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Items that nothing touches after their neighbors were taken down. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class SweepTest {
  private static final long SWEEP = Duration.ofMinutes(1).toMillis();

  @Test
  void neighborThatWasTakenDownLeavesUntouchedItemsWithinTheSweepHoweverSmallItsShare()
      throws Exception {
    try (NeighborhoodWorld world = NeighborhoodWorld.start(config(0.05, 100), 1, false)) {
      world.update("a", "b", 99);
      world.update("a", "c", 1);
      world.update("z", "b", 1);
      world.advance(Duration.ofHours(2).toMillis());
      int before = world.published.size();
      assertThat(world.shares("a")).containsOnlyKeys("b", "c");
      world.presence("c", false);
      world.advance(SWEEP);
      assertThat(world.shares("a")).containsOnlyKeys("b");
      assertThat(world.published.size() - before)
          .as("the tombstone and the one item that showed it")
          .isEqualTo(2);
      assertThat(world.timers()).isZero();
    }
  }

  @Test
  void stepOfASweepPublishesNoMoreThanItsShareOfTheRate() throws Exception {
    try (NeighborhoodWorld world = NeighborhoodWorld.start(config(0, 200), 1, false)) {
      for (int i = 0; i < 300; i++) {
        world.update("item-" + i, "gone", 1);
        world.update("item-" + i, "here", 1);
      }
      world.advance(2_000);
      world.presence("gone", false);
      int before = world.published.size();
      int most = 0;
      for (long millis = 0; millis < SWEEP; millis += NeighborhoodWorld.STEP) {
        int soFar = world.published.size();
        world.advance(NeighborhoodWorld.STEP);
        most = Math.max(most, world.published.size() - soFar);
      }
      assertThat(most).isEqualTo(20);
      assertThat(world.published.size() - before).isEqualTo(300);
    }
  }

  @Test
  void takedownDuringAPassWantsAnotherOne() throws Exception {
    try (NeighborhoodWorld world = NeighborhoodWorld.start(config(0, 10), 1, false)) {
      for (int i = 0; i < 30; i++) {
        world.update("item-" + i, "first", 1);
        world.update("item-" + i, "second", 1);
      }
      world.advance(2_000);
      world.presence("first", false);
      while (world.gone("first") < 15) {
        world.advance(NeighborhoodWorld.STEP);
      }
      world.presence("second", false);
      world.advance(SWEEP);
      assertThat(world.gone("first")).isEqualTo(30);
      assertThat(world.gone("second")).isEqualTo(30);
    }
  }

  @Property(tries = 25)
  void afterASweepNeighborhoodsAreThoseOfAPlainMapThroughARestoreAndARescaling(@ForAll long seed)
      throws Exception {
    equalsThePlainMap(seed, false);
  }

  @Test
  void onRocksDbTooNeighborhoodsAreThoseOfAPlainMap() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      equalsThePlainMap(seed, true);
    }
  }

  private static void equalsThePlainMap(long seed, boolean onRocksDb) throws Exception {
    Random random = new Random(seed);
    EdgeConfig config = config(0, 50);
    Map<String, Map<String, Double>> plain = new TreeMap<>();
    Set<String> gone = new HashSet<>();
    try (NeighborhoodWorld first = NeighborhoodWorld.start(config, 1, onRocksDb)) {
      act(first, plain, gone, random);
      try (NeighborhoodWorld second = first.rescale(2)) {
        act(second, plain, gone, random);
        second.advance(SWEEP + 2_000);
        for (int i = 0; i < 15; i++) {
          String item = "i" + i;
          Map<String, Double> expected = plain.getOrDefault(item, Map.of());
          double sum = expected.values().stream().mapToDouble(Double::doubleValue).sum();
          Map<String, Double> actual = second.shares(item);
          assertThat(actual.keySet()).as(item).isEqualTo(expected.keySet());
          expected.forEach(
              (id, weight) ->
                  assertThat(requireNonNull(actual.get(id))).isCloseTo(weight / sum, within(1e-6)));
        }
      }
    }
  }

  private static void act(
      NeighborhoodWorld world,
      Map<String, Map<String, Double>> plain,
      Set<String> gone,
      Random random)
      throws Exception {
    for (int i = 0; i < 120; i++) {
      String item = "i" + random.nextInt(15);
      String other = "i" + random.nextInt(15);
      int action = random.nextInt(8);
      if (action == 0 && gone.add(item)) {
        world.presence(item, false);
        plain.remove(item);
        plain.values().forEach(neighbors -> neighbors.remove(item));
      } else if (action == 1 && gone.remove(item)) {
        world.presence(item, true);
      } else if (action > 1 && !item.equals(other)) {
        double weight = 1 + random.nextInt(9);
        world.update(item, other, weight);
        if (!gone.contains(item) && !gone.contains(other)) {
          plain.computeIfAbsent(item, id -> new TreeMap<>()).merge(other, weight, Double::sum);
        }
      }
      world.advance(1 + random.nextInt(1_500));
    }
  }

  private static EdgeConfig config(double epsilon, int sweepRate) {
    EdgeConfig defaults = EdgeConfig.defaults();
    return new EdgeConfig(
        defaults.halfLife(),
        Map.of(),
        defaults.candidates(),
        defaults.topK(),
        defaults.minSupport(),
        epsilon,
        Duration.ofHours(1),
        Duration.ofSeconds(1),
        1,
        Duration.ofMillis(200),
        20,
        defaults.takedowns(),
        Duration.ofMillis(SWEEP),
        sweepRate,
        defaults.adaptive(),
        defaults.adaptiveLag());
  }
}
