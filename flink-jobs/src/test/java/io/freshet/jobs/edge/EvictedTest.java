package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.decay.ForwardDecay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvictedTest {
  private final Evicted evicted = new Evicted();

  @Test
  void weightIsGivenBackOnce() {
    evicted.add(List.of(candidate("a", 3), candidate("🎧", 0.5)), 8);
    evicted.add(List.of(candidate("b", 2)), 8);
    assertThat(evicted.size()).isEqualTo(3);
    assertThat(evicted.take("🎧")).isEqualTo(0.5);
    assertThat(evicted.take("🎧")).isZero();
    assertThat(evicted.take("a")).isEqualTo(3);
    assertThat(evicted.take("never here")).isZero();
    evicted.add(List.of(candidate("a", 4)), 8);
    assertThat(evicted.size()).isEqualTo(2);
    assertThat(evicted.take("a")).isEqualTo(4);
    assertThat(evicted.take("b")).isEqualTo(2);
  }

  @Test
  void lightestAreForgottenOverTheLimit() {
    List<Candidate> leaving = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      leaving.add(candidate("n" + i, i));
    }
    evicted.add(leaving, 8);
    assertThat(evicted.size()).isEqualTo(6);
    assertThat(evicted.take("n3")).isZero();
    assertThat(evicted.take("n4")).isEqualTo(4);
    assertThat(evicted.take("n9")).isEqualTo(9);
  }

  @Test
  void weightsMoveWithTheLandmark() {
    ForwardDecay decay = new ForwardDecay(Duration.ofDays(1));
    evicted.add(List.of(candidate("a", 8), candidate("b", Double.MIN_NORMAL)), 8);
    evicted.moveLandmark(10, 12, decay);
    assertThat(evicted.take("a")).isEqualTo(2);
    evicted.moveLandmark(12, 5_000, decay);
    assertThat(evicted.take("b")).isZero();
  }

  private static Candidate candidate(String id, double stored) {
    return new Candidate(id, stored, 0);
  }
}
