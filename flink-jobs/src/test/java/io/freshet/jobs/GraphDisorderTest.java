package io.freshet.jobs;

import io.freshet.jobs.graph.Act;
import io.freshet.jobs.graph.GraphOracle;
import io.freshet.jobs.graph.GraphStory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The job with more subtasks than partitions, whose records come in any order from any partition,
 * or all from one while the other stays empty.
 */
final class GraphDisorderTest {
  private static final long STORY = 20_261_128;
  private static final int PARALLELISM = 3;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 2", "3, 1"})
  void anyInterleavingAcrossPartitionsGivesTheSameGraph(long seed, int filledPartitions)
      throws Exception {
    Random random = new Random(seed);
    List<List<Act>> story = new GraphStory(STORY).phases();
    try (GraphRun run = GraphRun.open(directory, filledPartitions);
        WatchedJob job = run.start(PARALLELISM, Duration.ofMillis(50), null)) {
      for (List<Act> phase : story) {
        Collections.shuffle(phase, random);
        run.inputs().send(phase, act -> random.nextInt(filledPartitions));
        run.settle(job);
      }
      run.outputs().untilTheyAre(GraphOracle.of(story));
    }
  }
}
