package io.freshet.server.evaluation.baseline;

import static java.util.Objects.requireNonNull;

import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.model.Release;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.training.Trainer;
import io.freshet.server.training.TrainerConfig;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * HGNN-kNN: a graph network trained by link prediction on the graph at the split; an item scores
 * its product with the mean embedding of the history, newer items counting more. The embeddings
 * follow the snapshot.
 */
public final class GraphNeighbors implements Contender {
  private static final double FACTOR = 0.9;

  private final TrainerConfig config;
  private final InstantSource clock;

  /**
   * With a trainer's settings, but for the seed.
   *
   * @param clock measures the time that training takes
   */
  public GraphNeighbors(TrainerConfig config, InstantSource clock) {
    this.config = requireNonNull(config, "config is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public String name() {
    return "HGNN-kNN";
  }

  @Override
  public Scorer fit(TrainingSet set) {
    Snapshot snapshot = set.snapshots().get().at(set.splitAt());
    Trainer trainer = new Trainer(config.withSeed(set.seed()), clock, progress -> {});
    Release release =
        trainer.train("evaluation", SnapshotTrainingData.of(set.items(), snapshot)).release();
    return new Neighbors(new SnapshotEmbeddings(release, set.items()), set.items());
  }

  private static final class Neighbors implements Scorer {
    private final SnapshotEmbeddings embeddings;
    private final HistoryWeights weights = new HistoryWeights(FACTOR);
    private @Nullable Snapshot last;
    private VectorTable vectors;

    Neighbors(SnapshotEmbeddings embeddings, ItemTable items) {
      this.embeddings = embeddings;
      vectors = new VectorTable(new float[items.size()][0]);
    }

    @Override
    public void score(Query query, float[] scores) {
      if (!query.snapshot().equals(last)) {
        vectors = new VectorTable(embeddings.of(query.snapshot()));
        last = query.snapshot();
      }
      vectors.products(vectors.mean(weights, query), scores);
    }

    @Override
    public void close() {
      embeddings.close();
    }
  }
}
