package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The two hash tables of a user, beside those of the JDK. */
final class TablesTest {
  @Property(tries = 100)
  void setHoldsWhatWasAddedAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    LongSet set = new LongSet();
    Set<Long> expected = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      // All in few slots of a small table, so that they collide.
      long hash = (long) random.nextInt(500) << 32 | (2 + random.nextInt(3));
      assertThat(set.contains(hash)).isEqualTo(expected.contains(hash));
      set.add(hash);
      expected.add(hash);
      assertThat(set.contains(hash)).isTrue();
    }
  }

  @Test
  void setHoldsTheHashThatMarksAFreeSlot() {
    LongSet set = new LongSet();
    assertThat(set.contains(0)).isFalse();
    set.add(0);
    assertThat(set.contains(0)).isTrue();
  }

  @Property(tries = 100)
  void weightsOfItemsAddUpToTheLimit(@ForAll long seed) {
    Random random = new Random(seed);
    double limit = 1 + random.nextInt(20);
    ItemWeights weights = new ItemWeights();
    Map<Integer, Double> wanted = new HashMap<>();
    Map<Integer, Double> added = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      int item = ("item-" + random.nextInt(400)).hashCode();
      double weight = random.nextInt(4);
      wanted.merge(item, weight, Double::sum);
      added.merge(item, weights.add(item, weight, limit), Double::sum);
    }
    wanted.values().removeIf(weight -> weight == 0);
    assertThat(weights.size()).isEqualTo(wanted.size());
    Map<Integer, Double> held = new HashMap<>();
    weights.forEach(held::put);
    assertThat(held.keySet()).isEqualTo(wanted.keySet());
    held.forEach(
        (item, weight) -> {
          assertThat(weight)
              .isCloseTo(Math.min(limit, wanted.getOrDefault(item, 0.)), within(1e-9));
          assertThat(weights.of(item)).isEqualTo(weight);
          assertThat(weight).isCloseTo(added.getOrDefault(item, 0.), within(1e-9));
        });
    weights.clear();
    assertThat(weights.size()).isZero();
    assertThat(weights.of(1)).isZero();
    assertThat(weights.add(1, 2 * limit, limit)).isEqualTo(limit);
  }
}
