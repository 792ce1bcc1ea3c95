package io.freshet.server.training.tower;

import static java.util.Objects.requireNonNull;

import io.freshet.server.evaluation.InductiveContender;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.evaluation.baseline.SnapshotTrainingData;
import io.freshet.server.model.Release;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.training.Trainer;
import io.freshet.server.training.TrainerConfig;
import io.freshet.server.training.TrainingData;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * In two stages, as the paper trains [1]: the graph network by link prediction, then the towers on
 * its embeddings, which stay as they are. The network learns the graph from before the validation
 * slice, so that the slice can judge the towers.
 *
 * <p>[1] De Nadai et al., Personalized audiobook recommendations at Spotify through graph neural
 * networks, WWW 2024 companion, section 4.
 */
public final class StagedTowers implements InductiveContender {
  private final TrainerConfig network;
  private final TowerConfig towers;
  private final InstantSource clock;
  private final Consumer<TowerProgress> progress;

  /**
   * A contender.
   *
   * @param network how the graph network is trained; its seed gives way to that of the training set
   * @param towers how the towers are trained; likewise
   * @param progress told after every step of the towers, on the training thread
   */
  public StagedTowers(
      TrainerConfig network,
      TowerConfig towers,
      InstantSource clock,
      Consumer<TowerProgress> progress) {
    this.network = requireNonNull(network, "network is null");
    this.towers = requireNonNull(towers, "towers is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  @Override
  public String name() {
    return "2T-HGNN, staged";
  }

  @Override
  public String settings() {
    return network + " " + towers;
  }

  @Override
  public Scorer fit(TrainingSet set, ItemTable served) {
    Release release = train("staged", set);
    return new TowerScorer(release, served, towers.targets().weakBelow());
  }

  /**
   * Trains both stages.
   *
   * @param id of the release to make, {@code [a-z0-9-]{1,40}}
   * @throws IllegalArgumentException when there is nothing to learn from
   */
  public Release train(String id, TrainingSet set) {
    TrainingData data =
        SnapshotTrainingData.of(
            set.items().before(set.validation().at()),
            set.snapshots().get().at(set.validation().at()));
    Release first =
        new Trainer(network.withSeed(set.seed()), clock, step -> {})
            .train("network", data)
            .release();
    return new TowerTrainer(towers.withSeed(set.seed()), clock, progress)
        .train(id, set, Start.on(first))
        .release();
  }
}
