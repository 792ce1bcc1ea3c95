package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.decay.ForwardDecay;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EvictedTest {
  private final Evicted evicted = new Evicted();

  @Test
  void weightIsGivenBackOnce() {
    leave(8, Map.of("a", 3.0, "🎧", 0.5));
    leave(8, Map.of("b", 2.0));
    assertThat(evicted.size()).isEqualTo(3);
    assertThat(take("🎧")).isEqualTo(0.5);
    assertThat(take("🎧")).isZero();
    assertThat(take("a")).isEqualTo(3);
    assertThat(take("never here")).isZero();
    leave(8, Map.of("a", 4.0));
    assertThat(evicted.size()).isEqualTo(2);
    assertThat(take("a")).isEqualTo(4);
    assertThat(take("b")).isEqualTo(2);
  }

  @Test
  void lightestAreForgottenOverTheLimit() {
    CandidateTable leaving = new CandidateTable();
    for (int i = 1; i <= 9; i++) {
      leaving.append(ItemId.of("n" + i), i, 0, 1);
    }
    evicted.add(leaving, new BitSet(), 8);
    assertThat(evicted.size()).isEqualTo(6);
    assertThat(take("n3")).isZero();
    assertThat(take("n4")).isEqualTo(4);
    assertThat(take("n9")).isEqualTo(9);
  }

  @Test
  void weightsMoveWithTheLandmark() {
    ForwardDecay decay = new ForwardDecay(Duration.ofDays(1));
    leave(8, Map.of("a", 8.0, "b", Double.MIN_NORMAL));
    evicted.moveLandmark(10, 12, decay);
    assertThat(take("a")).isEqualTo(2);
    evicted.moveLandmark(12, 5_000, decay);
    assertThat(take("b")).isZero();
  }

  private void leave(int limit, Map<String, Double> weights) {
    CandidateTable leaving = new CandidateTable();
    weights.forEach((id, weight) -> leaving.append(ItemId.of(id), weight, 0, 1));
    leaving.append(ItemId.of("stays"), 100, 0, 1);
    BitSet kept = new BitSet();
    kept.set(weights.size());
    evicted.add(leaving, kept, limit);
  }

  private double take(String id) {
    return evicted.take(ItemId.of(id));
  }
}
