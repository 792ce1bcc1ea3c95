package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.embedding.FullPass;
import io.freshet.jobs.embedding.FullPass.Embedded;
import io.freshet.jobs.embedding.GraphScript;
import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.embedding.SeededModel;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After every round the published embeddings equal a full pass over the inputs as of the round. */
final class LayersEqualFullPassTest {
  private static final long FIRST_SEED = Long.getLong("freshet.seed", 20_260_101);
  private static final double TOLERANCE = 1e-5;

  @Test
  void everyRoundEqualsAFullPassWhateverTheOrderOfArrival() throws Exception {
    double worst = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 2_000; seed++) {
      worst = Math.max(worst, check(seed, 3 + (int) (seed % 8), 3 + (int) (seed % 5), 0));
    }
    assertThat(worst).isLessThan(TOLERANCE);
  }

  @Test
  void itemsThatCannotBeEmbeddedKeepTheirLastGoodVectorAndDisturbNoOther() throws Exception {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 1_000; seed++) {
      check(seed, 3 + (int) (seed % 8), 6, .25);
    }
  }

  @Test
  void aLargerGraphEqualsAFullPass() throws Exception {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 5; seed++) {
      check(seed, 200, 12, .02);
    }
  }

  private static double check(long seed, int items, int rounds, double badShare) throws Exception {
    int layers = 1 + (int) (seed % 3);
    int subtasks = 1 + (int) (seed / 3 % 3);
    List<Round> story = GraphScript.rounds(seed, items, rounds, items, badShare);
    SeededModel model = new SeededModel(seed, 4);
    Map<Long, Map<String, LayerEmbedding>> closed =
        new LayerSimulation(model, layers, subtasks, seed, 0, badShare > 0 ? 0 : .3).run(story);
    FullPass oracle = new FullPass(model, layers);
    double worst = 0;
    for (Round round : story) {
      round.features().forEach(oracle::apply);
      round.neighborhoods().forEach(oracle::apply);
      Map<String, Embedded> expected = oracle.embeddings();
      Map<String, LayerEmbedding> actual = closed.get(round.number());
      if (actual == null) {
        continue; // merged into a later round
      }
      String where = "seed %d, round %d".formatted(seed, round.number());
      assertThat(actual.keySet()).as(where).isEqualTo(expected.keySet());
      for (Map.Entry<String, Embedded> item : expected.entrySet()) {
        LayerEmbedding published = requireNonNull(actual.get(item.getKey()));
        double distance = LayerSimulation.distance(published.vector(), item.getValue().vector());
        assertThat(distance).as("%s, item %s", where, item.getKey()).isLessThan(TOLERANCE);
        assertThat(published.type()).as(where).isEqualTo(item.getValue().type());
        assertThat(published.condition() == Condition.STALE)
            .as(where)
            .isEqualTo(item.getValue().stale());
        worst = Math.max(worst, distance);
      }
    }
    assertThat(closed).containsKey((long) rounds - 1);
    return worst;
  }
}
