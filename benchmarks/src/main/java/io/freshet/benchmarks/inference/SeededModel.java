package io.freshet.benchmarks.inference;

import io.freshet.server.inference.batch.Batch;
import io.freshet.server.inference.batch.Column;
import io.freshet.server.inference.text.TextEncoderConfig;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Release;
import io.freshet.server.model.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A release of weights drawn at random, and rows for it as the embedding job sends them. Speed and
 * rounding depend on sizes, not on what was learnt.
 */
final class SeededModel {
  private static final List<String> TYPES = List.of("track", "podcast");
  private static final int LAYERS = 2;

  private final int textDimensions;
  private final int dimensions;

  /**
   * A model of one size.
   *
   * @param textDimensions length of a text vector
   * @param dimensions length of one layer's vector
   */
  SeededModel(int textDimensions, int dimensions) {
    this.textDimensions = textDimensions;
    this.dimensions = dimensions;
  }

  /** Weights whose layers neither grow nor shrink what goes through them. */
  Release release() {
    RandomGenerator random = new SplittableRandom(1);
    HgnnShape shape = new HgnnShape(textDimensions, dimensions, LAYERS, TYPES.size());
    Map<String, Tensor> weights = new HashMap<>();
    shape
        .weights()
        .forEach(
            (name, axes) -> {
              double scale = 1 / Math.sqrt(axes.get(axes.size() - 1));
              int size = axes.stream().reduce(1, Math::multiplyExact);
              weights.put(name, new Tensor(axes, normal(random, size, scale)));
            });
    return new Release(
        "bench",
        TextEncoderConfig.EMBEDDED,
        textDimensions,
        dimensions,
        LAYERS,
        TYPES,
        Map.of(),
        weights);
  }

  /** Rows for layer 0: a text vector each. */
  Batch texts(int rows) {
    return new Batch(rows, Map.of("x", vectors(rows, textDimensions, 2), "type", types(rows)));
  }

  /** Rows for a layer above: the item's own vector, and an aggregate of each type of neighbors. */
  Batch items(int rows) {
    int each = TYPES.size();
    return new Batch(
        rows,
        Map.of(
            "self", vectors(rows, dimensions, 3),
            "type", types(rows),
            "aggregate", vectors(rows * each, dimensions, 4),
            "aggregate_row",
                new Column.RowNumbers(IntStream.range(0, rows * each).map(k -> k / each).toArray()),
            "aggregate_type", types(rows * each)));
  }

  private static Column.Texts types(int count) {
    return new Column.Texts(
        IntStream.range(0, count).mapToObj(k -> TYPES.get(k % TYPES.size())).toList());
  }

  private static Column.Vectors vectors(int count, int width, long seed) {
    return new Column.Vectors(
        width, normal(new SplittableRandom(seed), count * width, 1 / Math.sqrt(width)));
  }

  private static float[] normal(RandomGenerator random, int count, double scale) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) (random.nextGaussian() * scale);
    }
    return values;
  }
}
