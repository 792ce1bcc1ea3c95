package io.freshet.benchmarks.retrieval;

import io.freshet.benchmarks.graph.RealTraffic;
import io.freshet.cli.data.DataFormat;
import io.freshet.cli.evaluate.RecordedEvaluation;
import io.freshet.cli.evaluate.TextVectors;
import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.evaluation.baseline.TrainedEmbeddings;
import io.freshet.server.inference.engine.EngineDefaults;
import io.freshet.server.training.TrainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Item embeddings of the graph network, trained by {@link TrainedEmbeddings} on recorded ratings.
 */
final class TrainedVectors {
  private static final String NAME = "movietweetings";
  private static final int LEAST_USERS = 5;
  private static final long SEED = 1;

  private TrainedVectors() {}

  static Path folder() {
    return RealTraffic.folder();
  }

  /** Trains; empty where the data is absent. */
  static Optional<VectorSet> read(Consumer<String> progress) throws IOException {
    Path directory = folder().resolve(NAME + "-100k");
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    EngineDefaults.apply();
    progress.accept("training item embeddings on " + directory);
    TextVectors texts =
        new TextVectors(
            Path.of(System.getProperty("freshet.root", "."), ".freshet"),
            (done, all) -> progress.accept("encoded %,d of %,d texts".formatted(done, all)));
    EvaluationData data =
        new RecordedEvaluation(Map.of(), Optional.of(texts), LEAST_USERS)
            .read(NAME, DataFormat.MOVIETWEETINGS.open(directory));
    float[][] embeddings =
        TrainedEmbeddings.of(
            data.trainingSet(SEED), TrainerConfig.defaults(), InstantSource.system());
    return Optional.of(VectorSet.trained("trained on " + NAME, embeddings));
  }
}
