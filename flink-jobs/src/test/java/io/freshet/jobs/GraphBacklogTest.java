package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.graph.Act;
import io.freshet.jobs.graph.GraphOracle;
import io.freshet.jobs.graph.GraphStory;
import io.freshet.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that finds its topics full: it publishes each key once, and then goes on live. */
final class GraphBacklogTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_261_127);

  @TempDir Path directory;

  @Test
  void backlogIsPublishedOnceAtItsEndAndWhatComesThenAtOnce() throws Exception {
    GraphStory story = new GraphStory(SEED);
    List<Act> backlog = story.plays(600, Set.of());
    List<Act> live = story.plays(60, Set.of());
    try (GraphRun run = GraphRun.open(directory)) {
      run.inputs().send(backlog);
      try (WatchedJob job = run.start(2, Duration.ofMillis(1), null)) {
        run.outputs().untilTheyAre(GraphOracle.of(List.of(backlog)));
        run.settle(job);
        for (Topic topic : GraphOutputs.all(GraphRun.TOPICS)) {
          assertThat(run.outputs().tap().records(topic.name()))
              .extracting(record -> new String(record.key(), UTF_8))
              .as(topic.name())
              .doesNotHaveDuplicates()
              .isNotEmpty();
        }
        run.play(job, List.of(live));
        run.outputs().untilTheyAre(GraphOracle.of(List.of(backlog, live)));
      }
      run.outputs().assertVersionsGrow();
    }
  }
}
