package io.freshet.cli.train;

import io.freshet.server.model.Provenance;
import io.freshet.server.model.Release;
import io.freshet.server.training.LinkMetrics;
import io.freshet.server.training.TrainingProgress;
import io.freshet.server.training.tower.TowerProgress;
import io.freshet.server.training.tower.ValidationFigures;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A training's progress and outcome as lines of text. */
public final class TrainingBar {
  private static final int WIDTH = 30;

  private TrainingBar() {}

  /** Bar, steps, loss, last metrics, time left: one line of at most 100 characters. */
  public static String line(TrainingProgress progress) {
    return line(
        progress.step(),
        progress.steps(),
        progress.loss(),
        progress.metrics().map(TrainingBar::metrics),
        progress.left());
  }

  /** The same for towers; a second bar begins when the validation slice is learnt too. */
  public static String line(TowerProgress progress) {
    return line(
        progress.step(),
        progress.steps(),
        progress.loss(),
        progress.validation().map(TrainingBar::figures),
        progress.left());
  }

  private static String line(
      int step, int steps, double loss, Optional<String> figures, Duration left) {
    int filled = (int) Math.round((double) WIDTH * step / steps);
    return "[%s%s] %d/%d  loss %.3f  %s  %d s left"
        .formatted(
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            step,
            steps,
            loss,
            figures.orElse("no metrics yet"),
            left.toSeconds());
  }

  /** What a release reached, beside something simpler. */
  public static String outcome(Release release) {
    return release.towers().isPresent() ? ranking(release) : linkPrediction(release.metrics());
  }

  private static String ranking(Release release) {
    Map<String, Double> baselines =
        release.provenance().map(Provenance::baselines).orElse(Map.of());
    return "what users turned to in the last tenth: HR@10 %.3f, MRR@100 %.3f (recent popularity: %.3f, %.3f)"
        .formatted(
            figure(release.metrics(), "validation-hr-10"),
            figure(release.metrics(), "validation-mrr-100"),
            figure(baselines, "recent-popularity.validation-hr-10"),
            figure(baselines, "recent-popularity.validation-mrr-100"));
  }

  private static String linkPrediction(Map<String, Double> metrics) {
    return "link prediction on %.0f held-out pairs: AUC %.3f, HR@10 %.3f, MRR %.3f (text alone: %.3f, %.3f, %.3f)"
        .formatted(
            figure(metrics, "held-out-pairs"),
            figure(metrics, "link-auc"),
            figure(metrics, "link-hr-10"),
            figure(metrics, "link-mrr"),
            figure(metrics, "text-auc"),
            figure(metrics, "text-hr-10"),
            figure(metrics, "text-mrr"));
  }

  private static String figures(ValidationFigures figures) {
    return "HR@10 %.3f MRR %.3f".formatted(figures.hitRateAt10(), figures.meanReciprocalRank());
  }

  private static String metrics(LinkMetrics metrics) {
    return "AUC %.3f HR@10 %.3f".formatted(metrics.auc(), metrics.hitRateAt10());
  }

  private static double figure(Map<String, Double> metrics, String name) {
    return metrics.getOrDefault(name, Double.NaN);
  }
}
