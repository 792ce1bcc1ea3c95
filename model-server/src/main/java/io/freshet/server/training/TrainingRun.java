package io.freshet.server.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import io.freshet.server.model.Hgnn;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The tensors of one training and its step. Parameters, optimiser state and text vectors live as
 * long as the manager; everything a step makes is freed at its end, so memory does not grow with
 * steps. One thread.
 */
final class TrainingRun {
  private final TrainerConfig config;
  private final TrainingData data;
  private final HeldOut heldOut;
  private final RandomGenerator random;
  private final HgnnShape shape;
  private final Parameters parameters;
  private final PositiveSampler sampler;
  private final LinkLoss loss;
  private final LinkEvaluation evaluation;
  private final NDManager manager;
  private final NDArray flat;
  private final AdamW optimiser;
  private final NDArray text;
  private final NDArray fullAdjacency;
  private float[] best;

  TrainingRun(
      TrainerConfig config,
      TrainingData data,
      HeldOut heldOut,
      RandomGenerator random,
      NDManager manager) {
    this.config = config;
    this.data = data;
    this.heldOut = heldOut;
    this.random = random;
    this.manager = manager;
    int textDimensions = data.vectors()[0].length;
    shape =
        new HgnnShape(textDimensions, config.dimensions(), config.layers(), data.types().size());
    parameters = new Parameters(shape, data.textMean());
    sampler = new PositiveSampler(heldOut.graph(), data.itemTypes(), config.balance());
    loss = new LinkLoss(sampler.targetProbabilities(), config.batch(), config.negatives());
    evaluation = new LinkEvaluation(heldOut, data.itemTypes());
    best = parameters.initial(random);
    flat = manager.create(best);
    optimiser = new AdamW(flat, config.weightDecay());
    try (NDScope scope = new NDScope()) {
      text = centredText();
      fullAdjacency = Adjacency.full(heldOut.graph()).matrix(manager);
      scope.suppressNotUsedWarning();
      NDScope.unregister(text, fullAdjacency);
    }
  }

  HgnnShape shape() {
    return shape;
  }

  TrainingData data() {
    return data;
  }

  HeldOut heldOut() {
    return heldOut;
  }

  /** Number of arrays that outlive a step. */
  int liveArrays() {
    return manager.getManagedArrays().size();
  }

  /** Takes one step and returns its loss. */
  double step(double rate) {
    int[] anchors = new int[config.batch()];
    int[] pool = drawPairs(anchors);
    PairSet targets = new PairSet(data.items(), anchors.length);
    for (int k = 0; k < anchors.length; k++) {
      targets.add(anchors[k], pool[k]);
    }
    Adjacency adjacency =
        Adjacency.sampled(
            heldOut.graph(), sampler, config.fanOut(), config.hiddenShare(), targets, random);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray leaf = flat.duplicate();
      leaf.setRequiresGradient(true);
      double value = backward(leaf, adjacency.matrix(manager), anchors, pool);
      optimiser.step(leaf.getGradient(), rate);
      return value;
    }
  }

  /** Metrics of the current weights on the held-out pairs. */
  LinkMetrics evaluate() {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return evaluation.measure(embeddings(parameters.views(flat, allSeen()), fullAdjacency));
    }
  }

  /** Metrics of the centred text vectors. */
  LinkMetrics evaluateText() {
    return evaluation.measure(text);
  }

  /** Remembers the current weights as the best. */
  void keep() {
    best = flat.toFloatArray();
  }

  /** The weights last kept. */
  Map<String, Tensor> tensors() {
    return parameters.tensors(best);
  }

  private int[] drawPairs(int[] anchors) {
    int[] targets = new int[anchors.length];
    sampler.draw(random, anchors, targets);
    int[] pool = Arrays.copyOf(targets, targets.length + config.negatives());
    for (int k = targets.length; k < pool.length; k++) {
      pool[k] = random.nextInt(data.items());
    }
    return pool;
  }

  private double backward(NDArray leaf, NDArray adjacency, int[] anchors, int[] pool) {
    float[] seen = allSeen();
    for (int type = 0; type < seen.length; type++) {
      seen[type] = random.nextDouble() < config.typeDropout() ? 0 : 1;
    }
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Parameters.Views views = parameters.views(leaf, seen);
      NDArray embeddings = embeddings(views, adjacency);
      NDArray value = loss.loss(embeddings, views.scale(), anchors, pool);
      collector.backward(value);
      return value.getFloat();
    }
  }

  private NDArray embeddings(Parameters.Views views, NDArray adjacency) {
    Hgnn model = new Hgnn(shape, data.types(), views.weights());
    return FullPass.embeddings(model, text, data.itemTypes(), adjacency);
  }

  private NDArray centredText() {
    Map<String, NDArray> weights = parameters.views(flat, allSeen()).weights();
    return new Hgnn(shape, data.types(), weights).centred(manager.create(data.vectors()));
  }

  private float[] allSeen() {
    float[] seen = new float[shape.types()];
    Arrays.fill(seen, 1);
    return seen;
  }
}
