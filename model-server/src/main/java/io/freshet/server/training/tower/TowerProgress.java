package io.freshet.server.training.tower;

import java.time.Duration;
import java.util.Locale;
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
 * @param epochStep steps done in the epoch that goes on
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
    int epochStep,
    Duration elapsed,
    Duration left) {
  /** What a training does. */
  public enum Stage {
    /** Finds the best epoch. */
    SEARCH,
    /** Trains again with the validation slice as targets too. */
    REFIT
  }

  /** Whether the step was an epoch's first. */
  public boolean isEpochBegun() {
    return epochStep == 1;
  }

  /** What is said of it on one line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: epoch %d, step %d/%d, loss %.3f%s, %d s left",
        stage.name().toLowerCase(Locale.ROOT),
        epoch,
        step,
        steps,
        loss,
        validation
            .map(
                figures ->
                    String.format(
                        Locale.ROOT,
                        ", HR@10 %.3f MRR@100 %.3f",
                        figures.hitRateAt10(),
                        figures.meanReciprocalRank()))
            .orElse(""),
        left.toSeconds());
  }
}
