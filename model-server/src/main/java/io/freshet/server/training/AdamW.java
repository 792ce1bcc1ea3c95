package io.freshet.server.training;

import ai.djl.ndarray.NDArray;

/**
 * Adam with decoupled weight decay on one flat vector of parameters, updated in place.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov, Hutter, Decoupled weight decay</a>
 */
public final class AdamW {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final NDArray parameters;
  private final NDArray mean;
  private final NDArray square;
  private final double weightDecay;
  private int steps;

  /** Keeps two vectors of the parameters' size, owned by their manager. */
  public AdamW(NDArray parameters, double weightDecay) {
    this.parameters = parameters;
    this.weightDecay = weightDecay;
    mean = parameters.zerosLike();
    square = parameters.zerosLike();
  }

  /** Takes a step against the gradient. */
  public void step(NDArray gradient, double rate) {
    steps++;
    mean.muli(BETA_1).addi(gradient.mul(1 - BETA_1));
    square.muli(BETA_2).addi(gradient.square().mul(1 - BETA_2));
    double meanCorrection = 1 - Math.pow(BETA_1, steps);
    double squareCorrection = 1 - Math.pow(BETA_2, steps);
    NDArray root = square.div(squareCorrection).sqrt().add(EPSILON);
    parameters.muli(1 - rate * weightDecay);
    parameters.subi(mean.div(root).mul(rate / meanCorrection));
  }

  /** The running mean of the gradient. */
  public float[] mean() {
    return mean.toFloatArray();
  }

  /** The running mean of the gradient's square. */
  public float[] square() {
    return square.toFloatArray();
  }

  /** Goes on from where another optimiser of as many parameters was after so many steps. */
  public void restore(int stepsTaken, float[] meanThen, float[] squareThen) {
    steps = stepsTaken;
    mean.set(meanThen);
    square.set(squareThen);
  }
}
