package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import io.freshet.server.snapshot.ItemTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class TowerRunTest {
  private final TasteWorld world = new TasteWorld(5, 30, 40, 4, 400);
  private final EventLog log = world.log();

  /** No chance in the loss, so that it is one smooth function of the weights. */
  private final TowerConfig config =
      TasteWorld.config().withRestraint(new TowerConfig.Restraint(0, 0, 0));

  private final List<Block> blocks =
      new Blocks(config, log).cut(new PlainSnapshots(world.table(), log));

  @Test
  void gradientsThroughNetworkAndTowersAreThoseOfFiniteDifferences() {
    assertGradients(config, world.table(), name -> true);
  }

  @Test
  void gradientsOverDrawnCandidatesAreThoseOfFiniteDifferences() {
    assertGradients(
        config.withCandidates(new TowerConfig.Candidates(1, 5, 100)), world.table(), name -> true);
  }

  @Test
  void gradientsOfThePenaltyOnCommonTasteAreThoseOfFiniteDifferences() {
    assertGradients(
        config.withRestraint(new TowerConfig.Restraint(0, 0, 0.3)), world.table(), name -> true);
  }

  @Test
  void gradientsOfLanguagesAreThoseOfFiniteDifferences() {
    ItemTable table = world.tableInLanguages();
    assertThat(table.languages()).containsExactly("en", "sv");
    assertGradients(config, table, name -> name.endsWith(".language"));
    assertGradients(
        config.withCandidates(new TowerConfig.Candidates(1, 5, 100)),
        table,
        name -> name.endsWith(".language"));
  }

  @Test
  void stepsLeaveNoArraysBehind() {
    TowerConfig noisy = TasteWorld.config();
    TowerWeights weights = new TowerWeights(noisy, world.table(), log);
    try (NDManager manager = NDManager.newBaseManager()) {
      TowerRun run = run(noisy, world.table(), weights, manager);
      BatchMaker maker = maker(noisy, weights);
      SplittableRandom random = new SplittableRandom(1);
      run.step(batch(maker, random), 1e-3, random);
      int arrays = run.liveArrays();
      for (int step = 0; step < 300; step++) {
        run.step(batch(maker, random), 1e-3, random);
        assertThat(run.liveArrays()).isEqualTo(arrays);
      }
    }
  }

  /**
   * Along a random direction of each named weight, the slope of the loss is the gradient's share.
   */
  private void assertGradients(TowerConfig settings, ItemTable table, Predicate<String> names) {
    TowerWeights weights = new TowerWeights(settings, table, log);
    try (NDManager manager = NDManager.newBaseManager()) {
      TowerRun run = run(settings, table, weights, manager);
      Batch batch = batch(maker(settings, weights), new SplittableRandom(2));
      float[] at = run.parameters();
      float[] gradient = run.gradient(batch, new SplittableRandom(3));
      Random random = new Random(4);
      Map<String, int[]> ranges = new LinkedHashMap<>(weights.ranges());
      ranges.keySet().removeIf(names.negate());
      assertThat(ranges).isNotEmpty();
      for (Map.Entry<String, int[]> range : ranges.entrySet()) {
        float[] direction = new float[at.length];
        double squares = 0;
        for (int k = range.getValue()[0]; k < range.getValue()[1]; k++) {
          direction[k] = (float) random.nextGaussian();
          squares += direction[k] * direction[k];
        }
        double expected = 0;
        double step = 0.0015 / Math.sqrt(squares);
        float[] forth = at.clone();
        float[] back = at.clone();
        for (int k = range.getValue()[0]; k < range.getValue()[1]; k++) {
          expected += gradient[k] * direction[k] * step;
          forth[k] += (float) (direction[k] * step);
          back[k] -= (float) (direction[k] * step);
        }
        double above = run.loss(forth, batch, new SplittableRandom(3));
        double below = run.loss(back, batch, new SplittableRandom(3));
        double tolerance = 1e-6 + 0.03 * Math.abs(expected);
        assertThat((above - below) / 2).as(range.getKey()).isCloseTo(expected, within(tolerance));
      }
    }
  }

  /** No weight is zero, not even those of types and languages, which begin so. */
  private static float[] randomised(float[] parameters) {
    Random random = new Random(6);
    float[] changed = parameters.clone();
    for (int k = 0; k < changed.length; k++) {
      changed[k] += 0.1f * (float) random.nextGaussian();
    }
    return changed;
  }

  private TowerRun run(
      TowerConfig settings, ItemTable table, TowerWeights weights, NDManager manager) {
    float[] initial = randomised(weights.initial(1, Optional.empty()));
    return new TowerRun(settings, table, blocks, weights, initial, manager);
  }

  private BatchMaker maker(TowerConfig settings, TowerWeights weights) {
    int[] types = world.table().itemTypes();
    return new BatchMaker(settings, weights.towers(), types, blocks, new Histories(log));
  }

  private Batch batch(BatchMaker maker, SplittableRandom random) {
    return maker.make(3, blocks.get(3).targets(), random);
  }
}
