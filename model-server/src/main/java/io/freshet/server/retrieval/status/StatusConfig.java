package io.freshet.server.retrieval.status;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What the ops page is to watch.
 *
 * @param objective how soon an event is to be searchable
 * @param target share of embeddings that are to meet the objective, above 0 and below 1
 * @param targets processes whose metrics are read; at most {@value #MAX_TARGETS}
 */
public record StatusConfig(Duration objective, double target, List<ScrapeTarget> targets) {
  /** Most processes. */
  public static final int MAX_TARGETS = 64;

  public StatusConfig {
    requireNonNull(objective, "objective is null");
    targets = List.copyOf(targets);
    if (objective.isNegative() || objective.isZero()) {
      throw new IllegalArgumentException(
          "Cannot watch freshness: the objective must be positive (%s)".formatted(objective));
    }
    if (!(target > 0 && target < 1)) {
      throw new IllegalArgumentException(
          "Cannot watch freshness: the share that meets the objective must be between 0 and 1 (%s)"
              .formatted(target));
    }
    if (targets.size() > MAX_TARGETS) {
      throw new IllegalArgumentException(
          "Cannot read metrics: at most %d processes (%d)".formatted(MAX_TARGETS, targets.size()));
    }
  }

  /** 99 in 100 within 5 s, and no other processes. */
  public static StatusConfig defaults() {
    return new StatusConfig(Duration.ofSeconds(5), 0.99, List.of());
  }

  /** The same that reads the metrics of these processes. */
  public StatusConfig withTargets(List<ScrapeTarget> others) {
    return new StatusConfig(objective, target, others);
  }

  /** The same with another objective. */
  public StatusConfig withObjective(Duration other) {
    return new StatusConfig(other, target, targets);
  }
}
