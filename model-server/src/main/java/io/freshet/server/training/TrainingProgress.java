package io.freshet.server.training;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a training stands.
 *
 * @param step steps done
 * @param steps steps planned
 * @param loss running mean of the training loss
 * @param metrics of the last evaluation on held-out pairs
 * @param elapsed time since the first step began
 * @param left estimate of the time that the remaining steps need
 */
public record TrainingProgress(
    int step,
    int steps,
    double loss,
    Optional<LinkMetrics> metrics,
    Duration elapsed,
    Duration left) {}
