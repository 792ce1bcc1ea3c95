package io.freshet.jobs;

import io.freshet.jobs.EmbeddingRun.Alignment;
import io.freshet.jobs.graph.Act;
import io.freshet.jobs.graph.GraphOracle;
import io.freshet.jobs.graph.GraphStory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The job, on RocksDB with incremental checkpoints, whose only task manager is killed three times
 * while it works: nothing is lost, and nothing counted twice.
 */
final class GraphRecoveryTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_261_127);
  private static final int KILLS = 3;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Alignment.class)
  void afterKillsInTheMiddleTheGraphIsThatOfAllActsOnce(Alignment alignment) throws Exception {
    GraphStory story = new GraphStory(SEED);
    List<List<Act>> sent = new ArrayList<>();
    try (GraphRun run = GraphRun.open(directory);
        WatchedJob job = run.startToBeKilled(2, Duration.ofMillis(50), checkpoints(alignment))) {
      for (int kill = 0; kill < KILLS; kill++) {
        List<Act> acts = story.plays(150, Set.of());
        acts.addAll(story.repeated(kill * 10));
        acts.addAll(story.takenDown("track-" + (10 + kill)));
        sent.add(acts);
        run.settle(job);
        int written = run.outputs().written();
        run.inputs().send(acts.subList(0, acts.size() / 2));
        run.outputs().tap().until("an output", () -> run.outputs().written() > written);
        job.kill();
        run.inputs().send(acts.subList(acts.size() / 2, acts.size()));
      }
      run.settle(job);
      List<List<Act>> last =
          List.of(story.erased("user-1"), story.plays(40, Set.of()), story.closing());
      run.play(job, last);
      sent.addAll(last);
      run.outputs().untilTheyAre(GraphOracle.of(sent));
      run.outputs().assertVersionsGrow();
    }
  }

  private static Configuration checkpoints(Alignment alignment) {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, alignment == Alignment.UNALIGNED);
    return configuration;
  }
}
