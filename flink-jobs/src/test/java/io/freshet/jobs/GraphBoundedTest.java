package io.freshet.jobs;

import io.freshet.jobs.graph.Act;
import io.freshet.jobs.graph.GraphOracle;
import io.freshet.jobs.graph.GraphStory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job over topics that end: so is a graph made of all that came before a time. */
final class GraphBoundedTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_261_128);

  @TempDir Path directory;

  @Test
  void whatWaitsWhenTheInputEndsIsPublishedToo() throws Exception {
    GraphStory story = new GraphStory(SEED);
    List<Act> acts = story.plays(400, Set.of());
    acts.addAll(story.repeated(30));
    acts.addAll(story.takenDown("track-3", "podcast-1", "audiobook-0"));
    try (GraphRun run = GraphRun.open(directory)) {
      run.inputs().send(acts);
      run.runToTheEnd(2, Duration.ofMinutes(50));
      run.outputs().untilTheyAre(GraphOracle.of(List.of(acts)));
      run.outputs().assertVersionsGrow();
    }
  }
}
