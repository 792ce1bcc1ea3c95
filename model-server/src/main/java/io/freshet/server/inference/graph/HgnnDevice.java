package io.freshet.server.inference.graph;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.freshet.server.model.Hgnn;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A network and the device memory its weights occupy. Any number of threads may compute; what a
 * computation allocates is freed when it returns.
 */
final class HgnnDevice implements AutoCloseable {
  private final NDManager weights;
  private final Hgnn network;

  /**
   * A network on a device.
   *
   * @param weights owns the network's weights; closed with this
   */
  HgnnDevice(NDManager weights, Hgnn network) {
    this.weights = weights;
    this.network = network;
  }

  Device where() {
    return weights.getDevice();
  }

  Hgnn network() {
    return network;
  }

  int[] typeIndices(List<String> types) {
    return types.stream().mapToInt(network::typeIndex).toArray();
  }

  /** Runs a computation that yields [n, d] and copies the result to the heap. */
  @SuppressWarnings("try") // the scope works by being open
  float[] compute(Function<NDManager, NDArray> computation) {
    // The scope also frees what the engine attaches to the weights' manager, such as rows of a
    // table looked up by index.
    try (NDScope scope = new NDScope();
        NDManager manager = weights.newSubManager()) {
      return computation.apply(manager).toFloatArray();
    }
  }

  /** Arrays and managers on the device: constant between computations unless something leaks. */
  int resources() {
    return weights.getManagedArrays().size();
  }

  @Override
  public void close() {
    weights.close();
  }

  /** Rows of zeros in place of rows that are not usable, so that no NaN meets its neighbors. */
  static float[] cleaned(float[] values, int width, boolean[] usable) {
    float[] cleaned = values.clone();
    for (int row = 0; row < usable.length; row++) {
      if (!usable[row]) {
        Arrays.fill(cleaned, row * width, (row + 1) * width, 0);
      }
    }
    return cleaned;
  }
}
