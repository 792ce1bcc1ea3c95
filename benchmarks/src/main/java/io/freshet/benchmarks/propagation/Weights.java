package io.freshet.benchmarks.propagation;

import io.freshet.server.inference.text.TextEncoderConfig;
import io.freshet.server.model.Release;
import io.freshet.server.training.Trainer;
import io.freshet.server.training.TrainerConfig;
import io.freshet.server.training.TrainingData;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Releases trained briefly on a small graph that is drawn as the measured one is. How far a change
 * spreads depends on the weights, so errors of weights at random would say nothing.
 */
final class Weights {
  static final String ENCODER = TextEncoderConfig.EMBEDDED;
  static final int LAYERS = 2;
  static final int ITEMS = 2_000;
  static final int STEPS = 60;

  private Weights() {}

  /** Trains; takes some seconds. */
  static Release train(String id, int dimensions, int degree, TextVectors texts) {
    LogUniformEdges edges = new LogUniformEdges(ITEMS, 1);
    Map<Integer, Map<Integer, Integer>> counts = new HashMap<>();
    for (long edge = 0; edge < (long) ITEMS * degree; edge++) {
      counts
          .computeIfAbsent(edges.target(edge), item -> new HashMap<>())
          .merge(edges.source(edge), 1, Integer::sum);
    }
    TrainingData.Builder data = TrainingData.builder(ENCODER, texts.dimensions());
    for (int item = 0; item < ITEMS; item++) {
      data.item(EdgeStream.itemId(item), EdgeStream.TYPE, texts.of(item));
      neighbors(data, item, counts.getOrDefault(item, Map.of()), degree);
    }
    return new Trainer(config(dimensions), InstantSource.system(), step -> {})
        .train(id, data.build())
        .release();
  }

  private static void neighbors(
      TrainingData.Builder data, int item, Map<Integer, Integer> counts, int degree) {
    List<Map.Entry<Integer, Integer>> top =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(degree)
            .toList();
    int total = top.stream().mapToInt(Map.Entry::getValue).sum();
    float[] shares = new float[top.size()];
    for (int index = 0; index < shares.length; index++) {
      shares[index] = (float) top.get(index).getValue() / total;
    }
    data.neighbors(
        EdgeStream.itemId(item),
        EdgeStream.TYPE,
        top.stream().map(entry -> EdgeStream.itemId(entry.getKey())).toList(),
        shares);
  }

  private static TrainerConfig config(int dimensions) {
    return new TrainerConfig(
        dimensions,
        LAYERS,
        1,
        10,
        STEPS,
        STEPS,
        512,
        512,
        16,
        .75,
        .1,
        .1,
        5e-3,
        1e-2,
        .05,
        500,
        2,
        2,
        1);
  }
}
