package io.freshet.server.training.tower;

import static java.util.Objects.requireNonNull;

import io.freshet.server.evaluation.InductiveContender;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.model.Release;
import io.freshet.server.snapshot.ItemTable;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The jointly trained graph network and towers as a contender; without layers, towers alone. */
public final class TwoTowers implements InductiveContender {
  private final String name;
  private final TowerConfig config;
  private final InstantSource clock;
  private final Consumer<TowerProgress> progress;

  /**
   * A contender.
   *
   * @param config how it is trained; its seed gives way to that of the training set
   * @param progress told after every step, on the training thread
   */
  public TwoTowers(
      String name, TowerConfig config, InstantSource clock, Consumer<TowerProgress> progress) {
    this.name = requireNonNull(name, "name is null");
    this.config = requireNonNull(config, "config is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return config.toString();
  }

  @Override
  public Scorer fit(TrainingSet set, ItemTable served) {
    TowerTrainer trainer = new TowerTrainer(config.withSeed(set.seed()), clock, progress);
    Release release = trainer.train("contender", set, Start.fresh()).release();
    return new TowerScorer(release, served, config.targets().weakBelow());
  }
}
