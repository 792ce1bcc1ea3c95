package io.freshet.server.training.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.freshet.server.model.Towers;
import java.util.Arrays;

/**
 * Softmax cross-entropy of each row's target among the candidates, and a penalty on common taste.
 *
 * <pre>
 * loss = mean over rows of -log softmax(s q.v + b)[target] + lambda mean over rows of (c[target] - mean c)^2
 * c = s q'.v, q' = mean of the batch's q
 * </pre>
 *
 * <p>c is what an item scores with everybody, whatever they had. Learnt in the vectors it would be
 * the popularity that items had in training, told from their texts and neighborhoods, which is past
 * when the weights serve; the penalty leaves popularity to b, which reads it live. On data whose
 * fashions change, training on without it loses on the validation slice what it gains on its
 * targets.
 *
 * <p>No operation that carries gradients may take a Java number as its factor: the engine wraps it
 * in a buffer that the garbage collector may free before the backward pass reads it.
 */
final class TowerLoss {
  private static final float MASKED = -1e9f;

  private final float commonTaste;

  /**
   * A loss.
   *
   * @param commonTaste lambda
   */
  TowerLoss(double commonTaste) {
    this.commonTaste = (float) commonTaste;
  }

  /**
   * Mean loss of a batch.
   *
   * @param queries q [rows, d]
   * @param items of the batch's columns
   * @param scale s, one element
   * @return scalar
   */
  NDArray of(NDArray queries, Towers.ItemVectors items, NDArray scale, Batch batch) {
    NDManager manager = queries.getManager();
    // Scale and biases go into the product: each pass over [rows, columns] costs as much as it.
    NDArray asked = queries.mul(scale).concat(manager.ones(new Shape(batch.rows(), 1)), 1);
    NDArray shifts = manager.create(batch.corrections(), new Shape(batch.columns().length, 1));
    NDArray offered = items.vectors().concat(items.biases().add(shifts), 1);
    NDArray logits = asked.matMul(offered.transpose()).add(mask(batch, manager));
    NDArray own = manager.create(batch.own(), new Shape(batch.rows(), 1));
    NDArray missed = logits.logSoftmax(1).gather(own, 1).mean().neg();
    return commonTaste == 0 ? missed : missed.add(penalty(queries, items, scale, batch));
  }

  private NDArray penalty(NDArray queries, Towers.ItemVectors items, NDArray scale, Batch batch) {
    NDManager manager = queries.getManager();
    NDArray everybody = queries.mean(new int[] {0}, true).mul(scale);
    NDArray common = everybody.matMul(items.vectors().transpose()).reshape(-1);
    NDArray beyond = common.gather(manager.create(batch.own()), 0).sub(common.mean());
    return beyond.square().mean().mul(manager.create(commonTaste));
  }

  /** Zero, or far below every logit where masked. */
  private static NDArray mask(Batch batch, NDManager manager) {
    Shape shape = new Shape(batch.rows(), batch.columns().length);
    if (batch.masked().length == 0) {
      return manager.zeros(shape);
    }
    float[] values = new float[batch.masked().length];
    Arrays.fill(values, MASKED);
    return manager
        .zeros(new Shape(shape.size()))
        .scatter(manager.create(batch.masked()), manager.create(values), 0)
        .reshape(shape);
  }
}
