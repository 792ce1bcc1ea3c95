package io.freshet.server.training.tower;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.freshet.server.model.TowerShape;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.UserTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TowerRunTest {
  private final TasteWorld world = new TasteWorld(5, 30, 40, 4, 400);
  private final EventLog log = world.log();

  /** The same of users of whom all have one attribute, and two in three another. */
  private final EventLog known =
      log.withUsers(
          new UserTable(
              IntStream.range(0, 30)
                  .mapToObj(
                      user ->
                          user % 3 == 0
                              ? List.of("country=SE", "age=90-99")
                              : List.of("country=SE", "plan=free"))
                  .toList()));

  /** No chance in the loss, so that it is one smooth function of the weights. */
  private final TowerConfig config =
      TasteWorld.config().withRestraint(new TowerConfig.Restraint(0, 0, 0));

  private final List<Block> blocks =
      new Blocks(config, log).cut(new PlainSnapshots(world.table(), log));

  @Test
  void gradientsThroughNetworkAndTowersAreThoseOfFiniteDifferences() {
    assertGradients(config, world.table(), log, name -> true);
  }

  @Test
  void gradientsOverDrawnCandidatesAreThoseOfFiniteDifferences() {
    assertGradients(
        config.withCandidates(new TowerConfig.Candidates(1, 5, 100)),
        world.table(),
        log,
        name -> true);
  }

  @Test
  void gradientsOfThePenaltyOnCommonTasteAreThoseOfFiniteDifferences() {
    assertGradients(
        config.withRestraint(new TowerConfig.Restraint(0, 0, 0.3)),
        world.table(),
        log,
        name -> true);
  }

  @Test
  void gradientsOfLanguagesAreThoseOfFiniteDifferences() {
    ItemTable table = world.tableInLanguages();
    assertThat(table.languages()).containsExactly("en", "sv");
    assertGradients(config, table, log, name -> name.endsWith(".language"));
    assertGradients(
        config.withCandidates(new TowerConfig.Candidates(1, 5, 100)),
        table,
        log,
        name -> name.endsWith(".language"));
  }

  @Test
  void gradientsOfAttributesAreThoseOfFiniteDifferences() {
    Predicate<String> names = name -> name.endsWith(".attribute");
    assertThat(new TowerWeights(config, world.table(), known).spec().attributes())
        .containsExactly("country=SE", "plan=free");
    assertGradients(config, world.table(), known, names);
    assertGradients(
        config.withCandidates(new TowerConfig.Candidates(1, 5, 100)), world.table(), known, names);
  }

  @Test
  void batchOfUsersWithoutAttributesTellsNothingOfThem() {
    EventLog others = log.withUsers(new UserTable(List.of()));
    TowerWeights weights = new TowerWeights(config, world.table(), known);
    try (NDManager manager = NDManager.newBaseManager()) {
      TowerRun run = run(config, world.table(), weights, manager);
      float[] gradient = run.gradient(batch(maker(config, weights, others), random(2)), random(3));
      int[] range = requireNonNull(weights.ranges().get(TowerShape.QUERY_ATTRIBUTE), "range");
      for (int k = range[0]; k < range[1]; k++) {
        assertThat(gradient[k]).isZero();
      }
    }
  }

  private static SplittableRandom random(long seed) {
    return new SplittableRandom(seed);
  }

  @Test
  void stepsLeaveNoArraysBehind() {
    TowerConfig noisy = TasteWorld.config();
    TowerWeights weights = new TowerWeights(noisy, world.table(), known);
    try (NDManager manager = NDManager.newBaseManager()) {
      TowerRun run = run(noisy, world.table(), weights, manager);
      BatchMaker maker = maker(noisy, weights, known);
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
  private void assertGradients(
      TowerConfig settings, ItemTable table, EventLog events, Predicate<String> names) {
    TowerWeights weights = new TowerWeights(settings, table, events);
    try (NDManager manager = NDManager.newBaseManager()) {
      TowerRun run = run(settings, table, weights, manager);
      Batch batch = batch(maker(settings, weights, events), new SplittableRandom(2));
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

  /** No weight is zero, not even those of types, languages and attributes, which begin so. */
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

  private BatchMaker maker(TowerConfig settings, TowerWeights weights, EventLog events) {
    int[] types = world.table().itemTypes();
    return new BatchMaker(settings, weights, types, blocks, new Histories(events));
  }

  private Batch batch(BatchMaker maker, SplittableRandom random) {
    return maker.make(3, blocks.get(3).targets(), random);
  }
}
