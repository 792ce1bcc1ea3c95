package io.freshet.server.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.freshet.server.snapshot.Graph;
import java.util.Arrays;

/** Scores held-out pairs against every item, by blocks of anchors so that memory stays bounded. */
final class LinkEvaluation {
  private static final int BLOCK_SCORES = 1 << 22;

  private final HeldOut heldOut;
  private final int[] itemTypes;

  LinkEvaluation(HeldOut heldOut, int[] itemTypes) {
    this.heldOut = heldOut;
    this.itemTypes = itemTypes;
  }

  /**
   * Metrics of unit-length (or equally long) embeddings.
   *
   * @param embeddings [items, any]
   */
  LinkMetrics measure(NDArray embeddings) {
    double[] sums = new double[3];
    int block = Math.max(1, BLOCK_SCORES / itemTypes.length);
    for (int start = 0; start < heldOut.size(); start += block) {
      int end = Math.min(heldOut.size(), start + block);
      int[] anchors = Arrays.copyOfRange(heldOut.anchors(), start, end);
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray rows = embeddings.get(embeddings.getManager().create(anchors));
        float[] scores = rows.matMul(embeddings.transpose()).toFloatArray();
        for (int k = 0; k < anchors.length; k++) {
          add(scores, k * itemTypes.length, anchors[k], heldOut.targets()[start + k], sums);
        }
      }
    }
    int pairs = heldOut.size();
    return new LinkMetrics(sums[0] / pairs, sums[1] / pairs, sums[2] / pairs);
  }

  private void add(float[] scores, int offset, int anchor, int target, double[] sums) {
    float score = scores[offset + target];
    exclude(scores, offset, anchor, target);
    double above = 0;
    double sameType = 0;
    double sameTypeBelow = 0;
    for (int item = 0; item < itemTypes.length; item++) {
      float other = scores[offset + item];
      if (Float.isNaN(other)) {
        continue;
      }
      double higher = other > score ? 1 : other == score ? 0.5 : 0;
      above += higher;
      if (itemTypes[item] == itemTypes[target]) {
        sameType++;
        sameTypeBelow += 1 - higher;
      }
    }
    sums[0] += sameType == 0 ? 0.5 : sameTypeBelow / sameType;
    sums[1] += above < 10 ? 1 : 0;
    sums[2] += 1 / (1 + above);
  }

  /** Marks what is not ranked: the anchor, its known neighbors and the target itself. */
  private void exclude(float[] scores, int offset, int anchor, int target) {
    Graph graph = heldOut.graph();
    scores[offset + anchor] = Float.NaN;
    scores[offset + target] = Float.NaN;
    int end = graph.end(anchor, graph.slots() - 1);
    for (int k = graph.start(anchor, 0); k < end; k++) {
      scores[offset + graph.neighbor(k)] = Float.NaN;
    }
  }
}
