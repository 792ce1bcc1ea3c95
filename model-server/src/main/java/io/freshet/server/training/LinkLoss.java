package io.freshet.server.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/**
 * Softmax cross-entropy of each anchor's target among a pool: the targets of all pairs of the batch
 * and uniformly drawn items. The score is the scaled dot product of the item embeddings, which all
 * have the same length, so it ranks as their cosine.
 *
 * <p>Popular items stand in the pool more often; without correction the model would learn to avoid
 * them. Each logit is lowered by the logarithm of its item's expected count in the pool [1], the
 * positive's too. Another copy of the target and the anchor itself are masked.
 *
 * <p>No operation that carries gradients may take a Java number as its factor: the engine wraps it
 * in a buffer that the garbage collector may free before the backward pass reads it.
 *
 * <p>[1] Yi et al., Sampling-bias-corrected neural modeling for large corpus item recommendations,
 * RecSys 2019.
 */
final class LinkLoss {
  private static final double MASKED = -1e9;

  private final float[] logCounts;

  /**
   * A loss for pools of one make-up.
   *
   * @param targetProbabilities how likely each item is to be the target of a pair
   */
  LinkLoss(double[] targetProbabilities, int batch, int negatives) {
    logCounts = new float[targetProbabilities.length];
    double uniform = (double) negatives / targetProbabilities.length;
    for (int item = 0; item < logCounts.length; item++) {
      // An item that is no target and never drawn cannot stand in a pool.
      double count = Math.max(1e-9, batch * targetProbabilities[item] + uniform);
      logCounts[item] = (float) Math.log(count);
    }
  }

  /**
   * Mean loss of a batch.
   *
   * @param embeddings [items, D], all rows equally long
   * @param scale of the scores, one element
   * @param pool the targets in the order of the anchors, then the negatives
   * @return scalar
   */
  NDArray loss(NDArray embeddings, NDArray scale, int[] anchors, int[] pool) {
    NDManager manager = embeddings.getManager();
    NDArray anchorIds = manager.create(anchors);
    NDArray poolIds = manager.create(pool);
    NDArray products = embeddings.get(anchorIds).matMul(embeddings.get(poolIds).transpose());
    NDArray logits =
        products.mul(scale).sub(correction(manager, pool)).add(mask(anchorIds, poolIds, anchors));
    NDArray own = manager.arange(anchors.length).reshape(-1, 1).toType(DataType.INT64, false);
    return logits.logSoftmax(1).gather(own, 1).mean().neg();
  }

  private NDArray correction(NDManager manager, int[] pool) {
    float[] counts = new float[pool.length];
    for (int k = 0; k < pool.length; k++) {
      counts[k] = logCounts[pool[k]];
    }
    return manager.create(counts);
  }

  /** Zero, or far below every logit where the pool repeats a row's target or anchor. */
  private static NDArray mask(NDArray anchorIds, NDArray poolIds, int[] anchors) {
    NDManager manager = anchorIds.getManager();
    NDArray columns = poolIds.reshape(1, -1);
    NDArray targets = poolIds.get("0:" + anchors.length).reshape(-1, 1);
    NDArray repeated = columns.eq(targets).logicalOr(columns.eq(anchorIds.reshape(-1, 1)));
    NDArray own = manager.eye(anchors.length, (int) poolIds.size(), 0, DataType.FLOAT32);
    return repeated.toType(DataType.FLOAT32, false).sub(own).mul(MASKED);
  }
}
