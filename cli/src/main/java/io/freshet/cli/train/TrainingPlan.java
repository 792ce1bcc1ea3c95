package io.freshet.cli.train;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.recorded.OneReplay;
import io.freshet.cli.recorded.RecordedHistory;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.model.Release;
import io.freshet.server.training.TrainerConfig;
import io.freshet.server.training.tower.StagedTowers;
import io.freshet.server.training.tower.Start;
import io.freshet.server.training.tower.TowerConfig;
import io.freshet.server.training.tower.TowerProgress;
import io.freshet.server.training.tower.TowerTrainer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a release with towers is trained on a history.
 *
 * @param towers how the towers are, and the graph network with them
 * @param network how the graph network is trained ahead of the towers; empty to train both together
 * @param start where it starts; of no use when the network is trained ahead
 * @param leastUsers users that an item must have had before the validation slice to be ranked
 */
public record TrainingPlan(
    TowerConfig towers, Optional<TrainerConfig> network, Start start, int leastUsers) {
  /** More users than this tell no more of which epoch is best. */
  private static final int MOST_USERS = 2_000;

  public TrainingPlan {
    requireNonNull(towers, "towers is null");
    requireNonNull(network, "network is null");
    requireNonNull(start, "start is null");
  }

  /** Both together from random weights. */
  public static TrainingPlan jointly(TowerConfig towers) {
    return new TrainingPlan(towers, Optional.empty(), Start.fresh(), 5);
  }

  /**
   * Trains.
   *
   * @param release id of the release to make
   * @throws IllegalArgumentException when there is too little to learn from
   */
  Release train(
      String release,
      RecordedHistory history,
      InstantSource clock,
      Consumer<TowerProgress> progress) {
    if (history.log().size() < 2) {
      throw new IllegalArgumentException(
          "Cannot train: the history has too few events about items that have features (%d)"
              .formatted(history.log().size()));
    }
    TrainingSet set =
        TrainingSet.whole(
            history.items(),
            history.log(),
            new OneReplay(history.snapshots()),
            leastUsers,
            MOST_USERS,
            towers.seed());
    return network
        .map(first -> new StagedTowers(first, towers, clock, progress).train(release, set))
        .orElseGet(
            () -> new TowerTrainer(towers, clock, progress).train(release, set, start).release());
  }
}
