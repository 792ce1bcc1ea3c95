package io.freshet.server.retrieval.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.VectorIndex;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecallCanaryTest {
  private final RecallCanary canary = new RecallCanary();
  private final Random random = new Random(17);

  @Test
  void knowsNothingBeforeASearchWasChecked() {
    canary.check();
    assertThat(canary.recallAt10()).isEmpty();
    assertThat(canary.recallAt100()).isEmpty();
  }

  @Test
  void liveSearchesAreCheckedOneAtATime() {
    World world = new World().item("a", "track", 1, 0).item("b", "track", 1, .1f).user("u", "a");
    Recommender recommender = world.recommender(canary);
    recommender.recommend("u", new Page(5, Set.of()), Seen.INCLUDED);
    recommender.neighbors("a", new Page(5, Set.of()));
    canary.check();
    assertThat(canary.recallAt10()).hasValue(1);
    assertThat(canary.recallAt100()).hasValue(1);
  }

  @Test
  void seesAnIndexThatProbesTooLittleAndForgetsItWithTheIndex() {
    VectorIndex poor = filled(Map.of("index.probes", "1", "index.scan-rows", "0"));
    VectorIndex exact = filled(Map.of("index.kind", "exact"));
    double lowest = 1;
    for (int i = 0; i < 30; i++) {
      canary.offer("poor", poor, vector(), CandidateFilter.ALL);
      canary.check();
      lowest = Math.min(lowest, canary.recallAt10().orElseThrow());
    }
    assertThat(lowest).isLessThan(.8).isGreaterThan(0);
    assertThat(canary.recallAt100().orElseThrow()).isLessThan(.8);
    canary.offer("exact", exact, vector(), CandidateFilter.ALL);
    canary.check();
    assertThat(canary.recallAt10().orElseThrow()).isCloseTo(1, within(1e-9));
  }

  private VectorIndex filled(Map<String, String> settings) {
    VectorIndex index =
        IndexConfig.of(settings).create(16, StoreLimits.defaults(), InstantSource.system());
    for (int item = 0; item < 2000; item++) {
      index.upsert("item-" + item, "track", vector(), 0);
    }
    return index;
  }

  private float[] vector() {
    float[] vector = new float[16];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
