package io.freshet.jobs;

import io.freshet.jobs.graph.Act;
import io.freshet.jobs.graph.GraphOracle;
import io.freshet.jobs.graph.GraphStory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job rescaled 1 &gt; 4 &gt; 2 by savepoints that are taken while it reads: what it publishes
 * in the end is what all acts come to, as it is without rescaling.
 */
final class GraphRescalingTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_261_126);
  private static final List<Integer> PARALLELISMS = List.of(1, 4, 2);

  @TempDir Path directory;

  @Test
  void rescalingInTheMiddleOfAStreamChangesNothing() throws Exception {
    GraphStory story = new GraphStory(SEED);
    List<List<Act>> sent = new ArrayList<>();
    try (GraphRun run = GraphRun.open(directory)) {
      @Nullable String savepoint = null;
      for (int leg = 0; leg < PARALLELISMS.size(); leg++) {
        try (WatchedJob job = run.start(PARALLELISMS.get(leg), Duration.ofMillis(50), savepoint)) {
          run.settle(job);
          List<List<Act>> phases = leg(story, leg);
          run.play(job, phases.subList(0, phases.size() - 1));
          sent.addAll(phases);
          List<Act> last = phases.get(phases.size() - 1);
          if (leg == PARALLELISMS.size() - 1) {
            run.play(job, List.of(last));
            run.outputs().untilTheyAre(GraphOracle.of(sent));
          } else {
            savepoint = stopAmid(run, job, last);
          }
        }
      }
      run.outputs().assertVersionsGrow();
    }
  }

  /** Stops the job as soon as it has written something of what is sent first. */
  private String stopAmid(GraphRun run, WatchedJob job, List<Act> acts) throws Exception {
    int written = run.outputs().written();
    run.inputs().send(acts.subList(0, acts.size() / 2));
    run.outputs().tap().until("an output", () -> run.outputs().written() > written);
    String savepoint = job.stop(directory.resolve("savepoints"));
    run.inputs().send(acts.subList(acts.size() / 2, acts.size()));
    return savepoint;
  }

  /** The last phase of each leg is cut by a savepoint. */
  private static List<List<Act>> leg(GraphStory story, int leg) {
    return switch (leg) {
      case 0 ->
          List.of(
              story.plays(80, Set.of()),
              mixed(
                  story.plays(160, Set.of("user-1")),
                  story.erased("user-1"),
                  story.takenDown("track-3", "podcast-1", "audiobook-0"),
                  story.repeated(30)));
      case 1 ->
          List.of(
              story.returned("podcast-1", "audiobook-0"),
              mixed(
                  story.plays(160, Set.of("user-2")),
                  story.erased("user-2"),
                  story.takenDown("track-5", "podcast-2"),
                  story.repeated(30)));
      default -> List.of(story.returned("podcast-2"), story.plays(40, Set.of()), story.closing());
    };
  }

  /** The acts spread evenly among one another, each list in its order. */
  @SafeVarargs
  private static List<Act> mixed(List<Act>... lists) {
    List<Act> mixed = new ArrayList<>();
    for (int step = 0; step < 1_000; step++) {
      for (List<Act> acts : lists) {
        int until = acts.size() * (step + 1) / 1_000;
        mixed.addAll(acts.subList(acts.size() * step / 1_000, until));
      }
    }
    return mixed;
  }
}
