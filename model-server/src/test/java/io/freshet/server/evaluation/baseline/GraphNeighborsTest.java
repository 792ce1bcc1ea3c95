package io.freshet.server.evaluation.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.evaluation.FrozenSplit;
import io.freshet.server.evaluation.Judged;
import io.freshet.server.evaluation.Seeds;
import io.freshet.server.evaluation.TinyWorld;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.training.TrainerConfig;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The graph network on a snapshot: what it learns there, and that it follows one that moves. */
final class GraphNeighborsTest {
  private static final int USERS = 60;
  private static final int ITEMS = 80;

  private final EvaluationData data =
      TinyWorld.data(USERS, ITEMS, TinyWorld.tastes(USERS, ITEMS, 20, 5));
  private final GraphNeighbors contender =
      new GraphNeighbors(
          TrainerConfig.defaults().withEpochs(1), InstantSource.fixed(Instant.EPOCH));

  @Test
  void aPlantedTasteIsFound() {
    Judged judged =
        new FrozenSplit(data, Optional.empty(), line -> {})
            .run(List.of(contender), Seeds.upTo(1))
            .get(0);
    double matched =
        Arrays.stream(judged.warm().get(0).matchedValues()).average().orElse(Double.NaN);
    assertThat(matched).isGreaterThan(0.65);
  }

  @Test
  void theTrainingDataIsTheSnapshot() {
    TrainingSet set = data.trainingSet(1);
    Snapshot snapshot = set.snapshots().get().at(set.splitAt());
    var trained = SnapshotTrainingData.of(set.items(), snapshot);
    Graph graph = snapshot.graph();
    assertThat(trained.items()).isEqualTo(ITEMS);
    assertThat(trained.edges()).isEqualTo(graph.edges());
  }
}
