package io.freshet.server.training.tower;

import io.freshet.server.model.HistoryPooling;
import io.freshet.server.model.TowerShape;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Histories;
import io.freshet.server.training.SparseRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes batches of a block's targets: histories, candidates and what is masked.
 *
 * <p>Where a block has few items all of them are candidates. Else the candidates are the batch's
 * targets and uniformly drawn items, and each logit is lowered by the logarithm of its item's
 * expected count among them, the target's too, or popular items would be learnt to be avoided [1].
 * Whatever the user had before the target is masked, and so are copies of the target.
 *
 * <p>[1] Yi et al., Sampling-bias-corrected neural modeling for large corpus item recommendations,
 * RecSys 2019.
 */
final class BatchMaker {
  private final TowerConfig config;
  private final TowerShape shape;
  private final Map<String, Integer> attributes = new HashMap<>();
  private final int[] itemTypes;
  private final List<Block> blocks;
  private final Histories histories;
  private final HistoryPooling pooling;
  private final List<float[]> targetShares = new ArrayList<>();

  BatchMaker(
      TowerConfig config,
      TowerWeights weights,
      int[] itemTypes,
      List<Block> blocks,
      Histories histories) {
    this.config = config;
    shape = weights.towers();
    weights.spec().attributes().forEach(name -> attributes.put(name, attributes.size()));
    this.itemTypes = itemTypes;
    this.blocks = blocks;
    this.histories = histories;
    pooling = new HistoryPooling(shape.slots());
    blocks.forEach(block -> targetShares.add(shares(block)));
  }

  /**
   * Makes a batch.
   *
   * @param block number of the block
   * @param targets some of its targets
   */
  Batch make(int block, int[] targets, RandomGenerator random) {
    ActiveItems active = blocks.get(block).active();
    int[] candidates = blocks.get(block).candidates();
    boolean isFull = candidates.length <= config.candidates().mostScored();
    int[] columns = isFull ? candidates : pool(block, targets, random);
    long[] own = new long[targets.length];
    SparseRows pooled = new SparseRows(targets.length * 16);
    Masked masked = new Masked(active.size(), columns);
    for (int row = 0; row < targets.length; row++) {
      int number = active.number(events().item(targets[row]));
      own[row] = isFull ? Arrays.binarySearch(candidates, number) : row;
      pool(block, row, targets[row], pooled, random);
      mask(block, row, targets[row], masked);
      if (!isFull) {
        masked.addCopies(number, row);
      }
    }
    float[] corrections = new float[columns.length];
    if (!isFull) {
      correct(block, targets.length, columns, corrections);
    }
    return new Batch(
        block,
        targets.length,
        pooled,
        attributes(targets),
        columns,
        columns.length == active.size() && isFull,
        corrections,
        own,
        masked.places());
  }

  /** Ones where the users have attributes that are learnt. */
  private SparseRows attributes(int[] targets) {
    SparseRows ones = new SparseRows(attributes.isEmpty() ? 0 : targets.length * 4);
    for (int row = 0; row < targets.length; row++) {
      for (String name : events().userTable().attributes(events().user(targets[row]))) {
        Integer index = attributes.get(name);
        if (index != null) {
          ones.add(row, index, 1);
        }
      }
    }
    return ones;
  }

  private EventLog events() {
    return histories.events();
  }

  private int[] pool(int block, int[] targets, RandomGenerator random) {
    ActiveItems active = blocks.get(block).active();
    int[] candidates = blocks.get(block).candidates();
    int[] pool = new int[targets.length + config.candidates().drawn()];
    for (int k = 0; k < pool.length; k++) {
      pool[k] =
          k < targets.length
              ? active.number(events().item(targets[k]))
              : candidates[random.nextInt(candidates.length)];
    }
    return pool;
  }

  private void correct(int block, int rows, int[] columns, float[] corrections) {
    for (int column = 0; column < columns.length; column++) {
      corrections[column] = -(float) Math.log(expected(block, columns[column], rows));
    }
  }

  /** Expected number of times that an item stands among the candidates of a batch. */
  private double expected(int block, int number, int rows) {
    double uniform = (double) config.candidates().drawn() / blocks.get(block).candidates().length;
    return rows * targetShares.get(block)[number] + uniform;
  }

  private void pool(int block, int row, int target, SparseRows pooled, RandomGenerator random) {
    int user = events().user(target);
    int start = histories.start(user);
    int live = histories.endBefore(user, events().time(target));
    int old = histories.endBefore(user, blocks.get(block).snapshot().asOf());
    boolean isLive = random.nextDouble() < config.targets().liveHistory();
    // A user who is new in the block has nothing older; the live history is better than none.
    int end = isLive || old == start ? live : old;
    ActiveItems active = blocks.get(block).active();
    pooling.pool(
        end - start,
        place -> events().item(histories.event(start + place)),
        place -> slot(histories.event(start + place)),
        (slot, item, share) ->
            pooled.add((long) row * shape.slots() + slot, active.number(item), share));
  }

  private int slot(int event) {
    return events().strength(event) < config.targets().weakBelow()
        ? shape.weakSlot()
        : itemTypes[events().item(event)];
  }

  private void mask(int block, int row, int target, Masked masked) {
    ActiveItems active = blocks.get(block).active();
    int user = events().user(target);
    for (int k = histories.start(user); histories.event(k) != target; k++) {
      masked.add(active.number(events().item(histories.event(k))), row);
    }
  }

  private float[] shares(Block block) {
    float[] shares = new float[block.active().size()];
    for (int target : block.targets()) {
      shares[block.active().number(events().item(target))] += 1f / block.targets().length;
    }
    return shares;
  }
}
