package io.freshet.server.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.model.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Where each named weight lies in one flat vector, so that the optimiser takes one step on one
 * array. Immutable.
 *
 * <p>Weights whose names end in {@code .type} or {@code .relation} belong to item types, by their
 * first axis. They and those of languages and attributes begin as zero, and shared matrices as
 * Glorot's uniform distribution: what a type does not need to learn stays with the shared part.
 */
public final class WeightLayout {
  private final Map<String, List<Integer>> shapes;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final int types;
  private final int size;

  /**
   * A layout.
   *
   * @param shapes of the weights by name, in the order they shall lie
   * @param types number of item types with weights of their own
   */
  public WeightLayout(Map<String, List<Integer>> shapes, int types) {
    this.shapes = new LinkedHashMap<>(shapes);
    this.types = types;
    int offset = 0;
    for (Map.Entry<String, List<Integer>> weight : shapes.entrySet()) {
      offsets.put(weight.getKey(), offset);
      offset += size(weight.getValue());
    }
    size = offset;
  }

  /** Length of the flat vector. */
  public int size() {
    return size;
  }

  /** By name, first place in the flat vector and the place after the last. */
  public Map<String, int[]> ranges() {
    Map<String, int[]> ranges = new LinkedHashMap<>();
    offsets.forEach(
        (name, offset) -> ranges.put(name, new int[] {offset, offset + size(axes(name))}));
    return ranges;
  }

  /** First values. */
  public float[] initial(RandomGenerator random) {
    float[] flat = new float[size];
    offsets.forEach(
        (name, offset) -> {
          List<Integer> axes = axes(name);
          if (axes.size() == 2 && !isOfType(name) && !isByName(name)) {
            double bound = Math.sqrt(6.0 / (axes.get(0) + axes.get(1)));
            for (int k = 0; k < size(axes); k++) {
              flat[offset + k] = (float) random.nextDouble(-bound, bound);
            }
          }
        });
    return flat;
  }

  /** Sets the one value of a weight of one element. */
  public void set(float[] flat, String name, double value) {
    flat[offset(name)] = (float) value;
  }

  /** Copies weights into the flat vector where name and shape are those of this layout. */
  public void copy(Map<String, Tensor> weights, float[] flat) {
    weights.forEach(
        (name, tensor) -> {
          if (tensor.shape().equals(shapes.get(name))) {
            System.arraycopy(tensor.values(), 0, flat, offset(name), tensor.values().length);
          }
        });
  }

  /**
   * Copies a table of vectors row by row, where the rows are as long as here.
   *
   * @param rows per row of this layout the table's; negative for a row that it does not have, which
   *     becomes zero
   */
  public void copyRows(String name, Tensor table, List<Integer> rows, float[] flat) {
    int width = axes(name).get(1);
    if (table.shape().get(1) != width) {
      return;
    }
    for (int row = 0; row < rows.size(); row++) {
      int to = offset(name) + row * width;
      if (rows.get(row) < 0) {
        Arrays.fill(flat, to, to + width, 0);
      } else {
        System.arraycopy(table.values(), rows.get(row) * width, flat, to, width);
      }
    }
  }

  /**
   * The weights as views of the flat vector, through which gradients flow.
   *
   * @param seenTypes per type 1, or 0 to treat it as never seen: its own parts vanish
   */
  public Map<String, NDArray> views(NDArray flat, float[] seenTypes) {
    NDManager manager = flat.getManager();
    NDArray seen = manager.create(seenTypes);
    NDArray seenPairs = seen.reshape(-1, 1).matMul(seen.reshape(1, -1)).reshape(-1);
    Map<String, NDArray> weights = new HashMap<>();
    offsets.forEach(
        (name, offset) -> {
          List<Integer> axes = axes(name);
          NDArray weight =
              flat.get(new NDIndex("{}:{}", offset, offset + size(axes))).reshape(torchShape(axes));
          if (types > 0 && isOfType(name)) {
            NDArray factors = name.endsWith(".relation") ? seenPairs : seen;
            weight =
                weight.mul(axes.size() == 2 ? factors.reshape(-1, 1) : factors.reshape(-1, 1, 1));
          }
          weights.put(name, weight);
        });
    return weights;
  }

  /** The weights as a release carries them. */
  public Map<String, Tensor> tensors(float[] flat) {
    Map<String, Tensor> tensors = new HashMap<>();
    offsets.forEach(
        (name, offset) -> {
          float[] values = Arrays.copyOfRange(flat, offset, offset + size(axes(name)));
          tensors.put(name, new Tensor(axes(name), values));
        });
    return tensors;
  }

  private int offset(String name) {
    Integer offset = offsets.get(name);
    if (offset == null) {
      throw new IllegalArgumentException("Cannot find a weight: no such name (" + name + ")");
    }
    return offset;
  }

  private List<Integer> axes(String name) {
    return shapes.getOrDefault(name, List.of());
  }

  private static boolean isOfType(String name) {
    return name.endsWith(".type") || name.endsWith(".relation");
  }

  /** Whether it is a table of vectors, one for each name that a release lists. */
  private static boolean isByName(String name) {
    return name.endsWith(".language") || name.endsWith(".attribute");
  }

  private static int size(List<Integer> axes) {
    return axes.stream().reduce(1, Math::multiplyExact);
  }

  private static Shape torchShape(List<Integer> axes) {
    return new Shape(axes.stream().mapToLong(axis -> axis).toArray());
  }
}
