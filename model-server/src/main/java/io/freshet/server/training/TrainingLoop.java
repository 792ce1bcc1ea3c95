package io.freshet.server.training;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Steps, evaluations, early stop and progress of one training. */
final class TrainingLoop {
  private static final double LOSS_MEMORY = 0.95;

  private final TrainerConfig config;
  private final InstantSource clock;
  private final Consumer<TrainingProgress> progress;

  TrainingLoop(TrainerConfig config, InstantSource clock, Consumer<TrainingProgress> progress) {
    this.config = config;
    this.clock = clock;
    this.progress = progress;
  }

  TrainingReport run(TrainingRun run) {
    Instant began = clock.instant();
    int steps = config.steps(run.data().items());
    int every = Math.max(1, steps / config.evaluations());
    OneCycle schedule = new OneCycle(config.learningRate(), steps);
    LinkMetrics text = run.evaluateText();
    Optional<LinkMetrics> last = Optional.empty();
    Best best = new Best(0, new LinkMetrics(0, 0, -1));
    double loss = Double.NaN;
    int step = 0;
    // While the learning rate is high, figures fall before they rise: the first half never stops.
    while (step < Math.max(steps / 2, Math.min(steps, best.step + config.patience() * every))) {
      double value = checked(run.step(schedule.rate(step)), step);
      loss = step == 0 ? value : LOSS_MEMORY * loss + (1 - LOSS_MEMORY) * value;
      step++;
      if (step % every == 0 || step == steps) {
        LinkMetrics metrics = run.evaluate();
        last = Optional.of(metrics);
        if (metrics.meanReciprocalRank() > best.metrics.meanReciprocalRank()) {
          best = new Best(step, metrics);
          run.keep();
        }
      }
      tell(began, step, steps, loss, last);
    }
    return new TrainingReport(
        run.data().items(),
        run.data().edges(),
        run.heldOut().size(),
        step,
        best.step,
        loss,
        best.metrics,
        text,
        Duration.between(began, clock.instant()));
  }

  private record Best(int step, LinkMetrics metrics) {}

  private void tell(Instant began, int step, int steps, double loss, Optional<LinkMetrics> last) {
    Duration elapsed = Duration.between(began, clock.instant());
    Duration left = elapsed.multipliedBy(steps - step).dividedBy(step);
    progress.accept(new TrainingProgress(step, steps, loss, last, elapsed, left));
  }

  private static double checked(double loss, int step) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "Cannot train on: the loss of step %d is not finite (%s); lower the learning rate"
              .formatted(step, loss));
    }
    return loss;
  }
}
