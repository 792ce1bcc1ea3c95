package io.freshet.cli.train;

import io.freshet.server.training.LinkMetrics;
import io.freshet.server.training.TrainingProgress;
import java.util.Map;

/** A training's progress and outcome as lines of text. */
public final class TrainingBar {
  private static final int WIDTH = 30;

  private TrainingBar() {}

  /** Bar, steps, loss, last metrics, time left: one line of at most 100 characters. */
  public static String line(TrainingProgress progress) {
    int filled = (int) Math.round((double) WIDTH * progress.step() / progress.steps());
    return "[%s%s] %d/%d  loss %.3f  %s  %d s left"
        .formatted(
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            progress.step(),
            progress.steps(),
            progress.loss(),
            progress.metrics().map(TrainingBar::metrics).orElse("no metrics yet"),
            progress.left().toSeconds());
  }

  /** What a release reached on held-out pairs, beside text alone. */
  public static String outcome(Map<String, Double> metrics) {
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

  private static String metrics(LinkMetrics metrics) {
    return "AUC %.3f HR@10 %.3f".formatted(metrics.auc(), metrics.hitRateAt10());
  }

  private static double figure(Map<String, Double> metrics, String name) {
    return metrics.getOrDefault(name, Double.NaN);
  }
}
