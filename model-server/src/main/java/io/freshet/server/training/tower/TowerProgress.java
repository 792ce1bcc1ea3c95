package io.freshet.server.training.tower;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a training stands.
 *
 * @param stage what it is doing
 * @param epoch epochs done
 * @param step steps done in this stage
 * @param steps steps planned for this stage
 * @param loss running mean of the training loss
 * @param validation figures of the last epoch measured
 * @param elapsed time since the stage began
 * @param left estimate of the time that the stage's remaining steps need
 */
public record TowerProgress(
    Stage stage,
    int epoch,
    int step,
    int steps,
    double loss,
    Optional<ValidationFigures> validation,
    Duration elapsed,
    Duration left) {
  /** What a training does. */
  public enum Stage {
    /** Finds the best epoch. */
    SEARCH,
    /** Trains again with the validation slice as targets too. */
    REFIT
  }
}
