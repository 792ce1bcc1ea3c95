package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.decay.ForwardDecay;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class DriftBoundTest {
  private static final int TOP_K = 8;
  private final ForwardDecay decay = new ForwardDecay(Duration.ofDays(1));

  @Property(tries = 300)
  void boundIsNeverBelowTheDriftWhateverIsAddedEvictedAndPublished(@ForAll long seed) {
    Random random = new Random(seed);
    Shown shown = new Shown(TOP_K, 1 + random.nextInt(3));
    Candidates asked = new Candidates(shown, 0);
    Candidates exact = new Candidates(shown, 0);
    int neighbors = 4 + random.nextInt(40);
    int limit = TOP_K + random.nextInt(20);
    for (int i = 0; i < 400; i++) {
      ItemId id = ItemId.of("n" + random.nextInt(neighbors));
      double weight = random.nextInt(5) == 0 ? 10 * random.nextDouble() : random.nextDouble() / 10;
      int user = 1 << random.nextInt(32);
      long landmark = random.nextInt(60) == 0 ? 300 : random.nextInt(3);
      for (Candidates each : new Candidates[] {asked, exact}) {
        each.add(id, weight, user, landmark, decay);
        each.evict(limit);
      }
      double drift = exact.drift();
      assertThat(asked.driftBound()).isGreaterThanOrEqualTo(drift);
      double epsilon = drift + (random.nextDouble() - 0.5) / 10;
      if (random.nextInt(4) == 0 && Math.abs(epsilon - drift) > 1e-6) {
        assertThat(asked.driftsBeyond(epsilon)).isEqualTo(drift > epsilon);
      }
      if (random.nextInt(30) == 0) {
        assertThat(asked.publish("t", 0, decay)).isEqualTo(exact.publish("t", 0, decay));
      }
    }
  }

  @Property(tries = 300)
  void selectionIsThatOfSorting(@ForAll long seed) {
    Random random = new Random(seed);
    double[] values = random.doubles(1 + random.nextInt(300), 0, 1).toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextBoolean() ? values[i] : random.nextInt(4);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int k = 1 + random.nextInt(values.length);
    assertThat(Selection.largest(values, values.length, k)).isEqualTo(sorted[sorted.length - k]);
  }
}
