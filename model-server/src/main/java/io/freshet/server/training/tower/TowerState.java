package io.freshet.server.training.tower;

/**
 * Where a loop stands between two epochs; with the parameters and the optimiser's state, all that
 * the rest of it depends on.
 *
 * @param epoch epochs done
 * @param step steps done
 * @param loss running mean of the loss
 * @param figures validation figures of the epoch done last
 * @param highest the highest validation figures so far
 * @param bestEpoch the best epoch so far, 0 for none: the last one that is level with the highest
 * @param bestFigures its validation figures
 * @param best its parameters
 */
@SuppressWarnings("ArrayRecordComponent") // parameters; never compared
record TowerState(
    int epoch,
    int step,
    double loss,
    ValidationFigures figures,
    ValidationFigures highest,
    int bestEpoch,
    ValidationFigures bestFigures,
    float[] best) {
  /** Before the first step. */
  static TowerState first(float[] parameters) {
    return new TowerState(
        0,
        0,
        Double.NaN,
        ValidationFigures.NONE,
        ValidationFigures.NONE,
        0,
        ValidationFigures.NONE,
        parameters);
  }
}
