package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BatchMakerTest {
  private final TasteWorld world = new TasteWorld(4, 40, 60, 3, 800);
  private final EventLog log = world.log();
  private final TowerConfig config = TasteWorld.config();
  private final List<Block> blocks =
      new Blocks(config, log).cut(new PlainSnapshots(world.table(), log));

  @Test
  void whatTheUserHadBeforeIsMaskedAndNothingElse() {
    Batch batch = make(config, 2);
    int[] targets = blocks.get(2).targets();
    ActiveItems active = blocks.get(2).active();
    assertThat(batch.columns()).hasSize(active.size());
    assertThat(batch.corrections()).containsOnly(0);
    for (int row = 0; row < batch.rows(); row++) {
      Set<Integer> had = new HashSet<>();
      for (int event = 0; event < targets[row]; event++) {
        if (log.user(event) == log.user(targets[row])) {
          had.add(active.number(log.item(event)));
        }
      }
      assertThat(masked(batch, row)).isEqualTo(had);
      assertThat(batch.own()[row]).isEqualTo(active.number(log.item(targets[row])));
    }
  }

  @Test
  void drawnCandidatesAreCorrectedByHowOftenTheyAreExpected() {
    TowerConfig drawn = config.withCandidates(new TowerConfig.Candidates(1, 10, 100));
    Batch batch = make(drawn, 1);
    int[] targets = blocks.get(1).targets();
    ActiveItems active = blocks.get(1).active();
    assertThat(batch.columns()).hasSize(targets.length + drawn.candidates().drawn());
    double[] counts = new double[active.size()];
    int rounds = 300;
    for (int round = 0; round < rounds; round++) {
      for (int column : make(drawn, 1, round).columns()) {
        counts[column] += 1.0 / rounds;
      }
    }
    for (int column = 0; column < batch.columns().length; column++) {
      double count = Math.exp(-batch.corrections()[column]);
      assertThat(counts[batch.columns()[column]]).isCloseTo(count, within(0.5));
    }
    for (int row = 0; row < batch.rows(); row++) {
      int own = active.number(log.item(targets[row]));
      assertThat(batch.columns()[(int) batch.own()[row]]).isEqualTo(own);
      Set<Integer> masked = masked(batch, row);
      for (int column = 0; column < batch.columns().length; column++) {
        boolean isCopy = batch.columns()[column] == own && column != batch.own()[row];
        assertThat(masked.contains(column)).isEqualTo(isCopy || had(row, batch, column));
      }
    }
  }

  @Test
  void onlyCandidatesAreScored() {
    TowerConfig choosy = config.withCandidates(new TowerConfig.Candidates(12, 15_000, 100));
    List<Block> chosen = new Blocks(choosy, log).cut(new PlainSnapshots(world.table(), log));
    Batch batch = make(choosy, chosen, 2, 1);
    Block block = chosen.get(2);
    assertThat(batch.columns())
        .isEqualTo(block.candidates())
        .hasSizeLessThan(block.active().size());
    assertThat(batch.isWhole()).isFalse();
    for (int row = 0; row < batch.rows(); row++) {
      int own = block.active().number(log.item(block.targets()[row]));
      assertThat(batch.columns()[(int) batch.own()[row]]).isEqualTo(own);
    }
  }

  @Test
  void asManyDrawnAsThereAreItemsAreStillDrawn() {
    Block block = blocks.get(1);
    int[] targets = Arrays.copyOf(block.targets(), 5);
    int drawn = block.active().size() - targets.length;
    TowerConfig drawing = config.withCandidates(new TowerConfig.Candidates(1, 10, drawn));
    Batch batch = maker(drawing, blocks).make(1, targets, new SplittableRandom(1));
    assertThat(batch.columns()).hasSize(block.active().size());
    assertThat(batch.isWhole()).isFalse();
    assertThat(make(config, 1).isWhole()).isTrue();
  }

  @Test
  void liveHistoriesHoldWhatTheUserDidBeforeTheTarget() {
    assertHistories(history(1), (target, event) -> log.time(event) < log.time(target));
  }

  @Test
  void oldHistoriesHoldWhatTheUserDidBeforeTheBlockIfAnything() {
    long begin = blocks.get(3).snapshot().asOf();
    assertHistories(
        history(0),
        (target, event) -> {
          boolean hasOld = false;
          for (int other = 0; other < target; other++) {
            hasOld |= log.user(other) == log.user(target) && log.time(other) < begin;
          }
          return log.time(event) < (hasOld ? begin : log.time(target));
        });
  }

  private interface Counts {
    boolean in(int target, int event);
  }

  /** Every slot holds exactly the items of its type, or the weak ones, and sums to 1. */
  private void assertHistories(TowerConfig settings, Counts counts) {
    Batch batch = make(settings, 3);
    ActiveItems active = blocks.get(3).active();
    int slots = TasteWorld.TYPES.size() + 2;
    try (NDManager manager = NDManager.newBaseManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray dense =
          batch.pooled().matrix(manager, (long) batch.rows() * slots, active.size()).toDense();
      for (int row = 0; row < batch.rows(); row++) {
        List<Set<Integer>> expected = slots(blocks.get(3).targets()[row], slots, counts);
        for (int slot = 0; slot < slots; slot++) {
          float[] shares = dense.get((long) row * slots + slot).toFloatArray();
          Set<Integer> found = new HashSet<>();
          double sum = 0;
          for (int number = 0; number < shares.length; number++) {
            sum += shares[number];
            if (shares[number] > 0) {
              found.add(active.items()[number]);
            }
          }
          assertThat(found).isEqualTo(expected.get(slot));
          assertThat(sum).isCloseTo(found.isEmpty() ? 0 : 1, within(1e-5));
        }
      }
    }
  }

  /** The items of a target's history by slot; the newest event of an item decides. */
  private List<Set<Integer>> slots(int target, int slots, Counts counts) {
    List<Set<Integer>> expected = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      expected.add(new HashSet<>());
    }
    for (int event = 0; event < target; event++) {
      if (log.user(event) == log.user(target) && counts.in(target, event)) {
        int item = log.item(event);
        expected.forEach(items -> items.remove(item));
        boolean isWeak = log.strength(event) < config.targets().weakBelow();
        expected.get(isWeak ? slots - 1 : world.table().itemTypes()[item]).add(item);
      }
    }
    return expected;
  }

  private TowerConfig history(double live) {
    return config.withTargets(new TowerConfig.Targets(4, 0.9, live, 0.5, 1));
  }

  private boolean had(int row, Batch batch, int column) {
    int target = blocks.get(1).targets()[row];
    int item = blocks.get(1).active().items()[batch.columns()[column]];
    for (int event = 0; event < target; event++) {
      if (log.user(event) == log.user(target) && log.item(event) == item) {
        return true;
      }
    }
    return false;
  }

  private Batch make(TowerConfig settings, int block) {
    return make(settings, block, 1);
  }

  private Batch make(TowerConfig settings, int block, long seed) {
    return make(settings, blocks, block, seed);
  }

  private Batch make(TowerConfig settings, List<Block> cut, int block, long seed) {
    return maker(settings, cut).make(block, cut.get(block).targets(), new SplittableRandom(seed));
  }

  private BatchMaker maker(TowerConfig settings, List<Block> cut) {
    TowerWeights weights = new TowerWeights(settings, world.table(), log);
    int[] types = world.table().itemTypes();
    return new BatchMaker(settings, weights, types, cut, new Histories(log));
  }

  private static Set<Integer> masked(Batch batch, int row) {
    Set<Integer> columns = new HashSet<>();
    int width = batch.columns().length;
    Arrays.stream(batch.masked())
        .filter(place -> place / width == row)
        .forEach(place -> columns.add((int) (place % width)));
    return columns;
  }
}
