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

/**
 * Neighbors that were taken down and came back, among so many that most of them are evicted over
 * and over: each weighs what was added since its return.
 */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class ReturnedNeighborTest {
  private static final long SWEEP = Duration.ofSeconds(30).toMillis();
  private static final int ITEMS = 12;

  /** As many are evicted as can be remembered. */
  private static final int CANDIDATES = 4;

  @Test
  void evictedNeighborKeepsWhatItWeighsSinceItsReturn() throws Exception {
    try (NeighborhoodWorld world = NeighborhoodWorld.start(config(), 1, false)) {
      world.update("a", "light", 7);
      world.presence("light", false);
      world.presence("light", true);
      for (int round = 0; round < 3; round++) {
        world.update("a", "light", 1);
        for (String heavy : new String[] {"b", "c", "d", "e"}) {
          world.update("a", heavy, 4);
        }
      }
      world.presence("e", false);
      world.update("a", "light", 1);
      world.advance(SWEEP);
      assertThat(requireNonNull(world.shares("a").get("light"))).isCloseTo(4 / 40.0, within(1e-6));
    }
  }

  @Property(tries = 6000)
  void weightsAreThoseOfAPlainMapFromTheReturnOnThroughARestore(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    Map<String, Map<String, Double>> plain = new TreeMap<>();
    Set<String> gone = new HashSet<>();
    try (NeighborhoodWorld first = NeighborhoodWorld.start(config(), 1, false)) {
      act(first, plain, gone, random);
      try (NeighborhoodWorld second = first.rescale(1)) {
        act(second, plain, gone, random);
        second.advance(SWEEP + 2_000);
        for (String item : plain.keySet()) {
          assertShares(second.shares(item), requireNonNull(plain.get(item)), item);
        }
      }
    }
  }

  /** Which neighbors are shown depends on what was evicted; what they weigh does not. */
  private static void assertShares(
      Map<String, Double> shown, Map<String, Double> plain, String item) {
    assertThat(plain.keySet()).as(item).containsAll(shown.keySet());
    double sum = shown.keySet().stream().mapToDouble(id -> requireNonNull(plain.get(id))).sum();
    shown.forEach(
        (id, share) ->
            assertThat(share)
                .as("%s of %s", id, item)
                .isCloseTo(requireNonNull(plain.get(id)) / sum, within(1e-5)));
  }

  private static void act(
      NeighborhoodWorld world,
      Map<String, Map<String, Double>> plain,
      Set<String> gone,
      Random random)
      throws Exception {
    for (int i = 0; i < 400; i++) {
      String item = "i" + random.nextInt(3);
      String other = "i" + random.nextInt(ITEMS);
      int action = random.nextInt(12);
      if (action == 0 && gone.add(other)) {
        world.presence(other, false);
        plain.remove(other);
        plain.values().forEach(neighbors -> neighbors.remove(other));
      } else if (action == 1 && gone.remove(other)) {
        world.presence(other, true);
      } else if (action > 1 && !item.equals(other)) {
        double weight = 1 + random.nextInt(9);
        world.update(item, other, weight);
        if (!gone.contains(item) && !gone.contains(other)) {
          plain.computeIfAbsent(item, id -> new TreeMap<>()).merge(other, weight, Double::sum);
        }
      }
      // Most within a millisecond, and some of it long enough for the sweep.
      world.advance(random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(4) / 3);
    }
  }

  private static EdgeConfig config() {
    EdgeConfig defaults = EdgeConfig.defaults();
    return new EdgeConfig(
        defaults.halfLife(),
        Map.of(),
        CANDIDATES,
        CANDIDATES,
        defaults.minSupport(),
        0,
        Duration.ofHours(1),
        Duration.ofSeconds(1),
        1,
        Duration.ofMillis(200),
        20,
        defaults.takedowns(),
        Duration.ofMillis(SWEEP),
        1_000,
        defaults.adaptive(),
        defaults.adaptiveLag());
  }
}
