package io.freshet.server.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the graph network and the towers share. */
final class Rows {
  private static final float TINY = 1e-24f;

  private Rows() {}

  /** Each row over its length; a zero row stays zero. */
  static NDArray unit(NDArray rows) {
    return rows.div(rows.square().sum(new int[] {1}, true).add(TINY).sqrt());
  }

  /** Puts some of a release's weights on the manager's device. */
  static Map<String, NDArray> load(Release release, Collection<String> names, NDManager manager) {
    Map<String, NDArray> weights = new HashMap<>();
    for (String name : names) {
      Tensor tensor = release.weight(name);
      Shape shape = new Shape(tensor.shape().stream().mapToLong(axis -> axis).toArray());
      weights.put(name, manager.create(tensor.values(), shape));
    }
    return weights;
  }
}
