package io.freshet.server.evaluation.baseline;

import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.model.Release;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.training.Trainer;
import io.freshet.server.training.TrainerConfig;
import java.time.InstantSource;

/** Item embeddings as a release has them that was trained on the graph at a split. */
public final class TrainedEmbeddings {
  private TrainedEmbeddings() {}

  /**
   * Trains, and embeds all items once.
   *
   * @param config a trainer's settings, but for the seed
   * @param clock measures the time that training takes
   */
  public static float[][] of(TrainingSet set, TrainerConfig config, InstantSource clock) {
    Snapshot snapshot = set.snapshots().get().at(set.splitAt());
    Trainer trainer = new Trainer(config.withSeed(set.seed()), clock, progress -> {});
    Release release =
        trainer.train("embeddings", SnapshotTrainingData.of(set.items(), snapshot)).release();
    try (SnapshotEmbeddings embeddings = new SnapshotEmbeddings(release, set.items())) {
      return embeddings.of(snapshot);
    }
  }
}
