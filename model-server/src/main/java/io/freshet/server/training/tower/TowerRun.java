package io.freshet.server.training.tower;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.GradientCollector;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.Towers;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.training.AdamW;
import io.freshet.server.training.FullPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The tensors of one training and its step. Parameters, optimiser state, text vectors and blocks
 * live as long as the manager; everything a step makes is freed at its end, so memory does not grow
 * with steps. One thread.
 */
final class TowerRun {
  private final TowerConfig config;
  private final ItemTable items;
  private final TowerWeights weights;
  private final NDManager manager;
  private final NDArray flat;
  private final AdamW optimiser;
  private final NDArray text;
  private final List<BlockTensors> blocks = new ArrayList<>();
  private final Map<Integer, NDArray> fixed = new HashMap<>();

  /**
   * A run that has taken no step.
   *
   * @param initial first parameters, see {@link TowerWeights}
   */
  TowerRun(
      TowerConfig config,
      ItemTable items,
      List<Block> cut,
      TowerWeights weights,
      float[] initial,
      NDManager manager) {
    this.config = config;
    this.items = items;
    this.weights = weights;
    this.manager = manager;
    flat = manager.create(initial);
    optimiser = new AdamW(flat, config.schedule().weightDecay());
    TextRows texts = new TextRows();
    for (Block block : cut) {
      blocks.add(BlockTensors.of(block, items, texts, manager));
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      text = network(flat, allSeen()).centred(manager.create(texts.table()));
      NDScope.unregister(text);
    }
  }

  /** Number of arrays that outlive a step. */
  int liveArrays() {
    return manager.getManagedArrays().size();
  }

  /** Takes one step and returns its loss. */
  double step(Batch batch, double rate, RandomGenerator random) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray leaf = flat.duplicate();
      leaf.setRequiresGradient(true);
      double value = backward(leaf, batch, random);
      optimiser.step(leaf.getGradient(), rate);
      return value;
    }
  }

  /** The gradient of a batch's loss, without taking a step. */
  float[] gradient(Batch batch, RandomGenerator random) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray leaf = flat.duplicate();
      leaf.setRequiresGradient(true);
      backward(leaf, batch, random);
      return leaf.getGradient().toFloatArray();
    }
  }

  /** The current parameters. */
  float[] parameters() {
    return flat.toFloatArray();
  }

  /** This run between two epochs. */
  Checkpoint checkpoint(int fingerprint, TowerPass pass, TowerState state) {
    return new Checkpoint(
        fingerprint,
        pass.stage(),
        pass.searched(),
        pass.searchedFigures(),
        state,
        parameters(),
        optimiser.mean(),
        optimiser.square());
  }

  /** Goes back to where a checkpoint was written. */
  TowerState restore(Checkpoint checkpoint) {
    flat.set(checkpoint.parameters());
    optimiser.restore(checkpoint.state().step(), checkpoint.mean(), checkpoint.square());
    return checkpoint.state();
  }

  /** The loss of a batch under other parameters. */
  double loss(float[] parameters, Batch batch, RandomGenerator random) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return loss(manager.create(parameters), allSeen(), batch, random).getFloat();
    }
  }

  private double backward(NDArray leaf, Batch batch, RandomGenerator random) {
    float[] seen = allSeen();
    for (int type = 0; type < seen.length; type++) {
      seen[type] = random.nextDouble() < config.restraint().typeDropout() ? 0 : 1;
    }
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray value = loss(leaf, seen, batch, random);
      collector.backward(value);
      return value.getFloat();
    }
  }

  private NDArray loss(NDArray leaf, float[] seen, Batch batch, RandomGenerator random) {
    BlockTensors block = blocks.get(batch.block());
    Map<String, NDArray> views = weights.views(leaf, seen);
    Towers towers = new Towers(weights.towers(), views);
    NDArray z = weights.isNetworkFixed() ? fixed(batch.block()) : embeddings(block, views);
    NDArray pooled =
        batch
            .pooled()
            .matrix(manager, (long) batch.rows() * towers.shape().slots(), block.size())
            .matMul(z)
            .reshape(batch.rows(), -1);
    NDArray queries = towers.queries(pooled, attributes(batch, towers), kept(batch.rows(), random));
    Towers.ItemVectors scored = scored(towers, z, block, batch, random);
    return new TowerLoss(config.restraint().commonTaste())
        .of(queries, scored, towers.scale(), batch);
  }

  private NDArray attributes(Batch batch, Towers towers) {
    int count = towers.shape().attributes();
    return count == 0
        ? manager.create(new Shape(batch.rows(), 0))
        : batch.attributes().matrix(manager, batch.rows(), count);
  }

  private NDArray embeddings(BlockTensors block, Map<String, NDArray> views) {
    Hgnn network = new Hgnn(weights.network(), items.types(), views);
    NDArray texts = text.get(block.texts());
    return FullPass.embeddings(network, texts, block.types(), block.adjacency());
  }

  /** A block's embeddings by a network that stays as it is: computed once. */
  private NDArray fixed(int block) {
    NDArray known = fixed.get(block);
    if (known != null) {
      return known;
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray z = embeddings(blocks.get(block), weights.views(flat, allSeen()));
      NDScope.unregister(z);
      fixed.put(block, z);
      return z;
    }
  }

  private Towers.ItemVectors scored(
      Towers towers, NDArray z, BlockTensors block, Batch batch, RandomGenerator random) {
    int[] columns = batch.columns();
    Optional<NDArray> kept = kept(columns.length, random);
    if (batch.isWhole()) {
      return towers.items(z, block.features(), block.types(), block.languages(), kept);
    }
    NDArray rows = manager.create(columns);
    int[] types = IntStream.of(columns).map(column -> block.types()[column]).toArray();
    int[] languages = IntStream.of(columns).map(column -> block.languages()[column]).toArray();
    return towers.items(z.get(rows), block.features().get(rows), types, languages, kept);
  }

  private Optional<NDArray> kept(int rows, RandomGenerator random) {
    if (config.restraint().dropout() == 0) {
      return Optional.empty();
    }
    // The engine draws, for speed; seeded at every step, it can go on from a checkpoint.
    Engine.getInstance().setRandomSeed(random.nextInt());
    NDArray ones = manager.ones(new Shape(rows, config.sizes().hidden()));
    return Optional.of(
        Dropout.dropout(ones, (float) config.restraint().dropout(), true).singletonOrThrow());
  }

  private Hgnn network(NDArray parameters, float[] seen) {
    return new Hgnn(weights.network(), items.types(), weights.views(parameters, seen));
  }

  private float[] allSeen() {
    float[] seen = new float[items.types().size()];
    Arrays.fill(seen, 1);
    return seen;
  }
}
