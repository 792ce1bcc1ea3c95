package io.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.graph.Act;
import io.freshet.jobs.graph.ActLines;
import io.freshet.jobs.graph.GraphOracle;
import io.freshet.jobs.graph.GraphStory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Savepoints that were committed, each by an earlier release, are restored by this one. */
final class GraphSavepointTest {
  /** Where a new savepoint is put; see README.md beside the committed ones. */
  private static final String MAKE = "freshet.savepoint";

  private static final String STORY = "story.txt";

  /** Phases of a story before its savepoint is taken. */
  private static final int BEFORE = 6;

  private static final long SEED = 20_261_125;

  /** Longer than it takes to get from a change to the savepoint: so timers are in it. */
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  static Stream<Path> committed() throws Exception {
    return CommittedSavepoints.below("/savepoints");
  }

  @ParameterizedTest
  @MethodSource("committed")
  void savepointOfAnEarlierReleaseGoesOnAsIfNothingHadHappened(Path savepoint) throws Exception {
    restore(savepoint);
  }

  @Test
  void savepointOfThisReleaseGoesOnAsIfNothingHadHappened() throws Exception {
    Path made = CommittedSavepoints.place(MAKE, directory.resolve("made"));
    make(made);
    restore(made);
  }

  private void make(Path made) throws Exception {
    List<List<Act>> story = new GraphStory(SEED).phases();
    assertThat(GraphOracle.of(story.subList(0, BEFORE)).mostNeighbors())
        .as("some are evicted, none is forgotten")
        .isBetween(GraphStory.CANDIDATES * 3L / 2, GraphStory.CANDIDATES * 5L);
    Path place = directory.resolve("making");
    String savepoint;
    try (GraphRun run = GraphRun.open(place)) {
      String before;
      try (WatchedJob job = run.start(2, Duration.ZERO, null)) {
        run.play(job, story.subList(0, BEFORE - 2));
        before = job.stop(place.resolve("savepoints"));
      }
      try (WatchedJob job = run.start(2, WAIT, before)) {
        // What the first of them publishes at once has to wait in the second.
        run.play(job, story.subList(BEFORE - 2, BEFORE));
        savepoint = job.stop(place.resolve("savepoints"));
      }
    }
    CommittedSavepoints.keep(savepoint, made);
    ActLines.write(made.resolve(STORY), story);
  }

  private void restore(Path savepoint) throws Exception {
    List<List<Act>> story = ActLines.read(savepoint.resolve(STORY));
    try (GraphRun run = GraphRun.open(directory.resolve("restored"))) {
      for (List<Act> phase : story.subList(0, BEFORE)) {
        run.inputs().send(phase);
      }
      try (WatchedJob job = run.start(2, Duration.ZERO, savepoint.toUri().toString())) {
        // Before any further event: what waited for a timer.
        run.outputs().untilEachHasSome();
        run.play(job, story.subList(BEFORE, story.size()));
        run.outputs().untilTheyAre(GraphOracle.of(story));
        run.outputs().assertVersionsGrow();
        assertThat(job.countedByReason("events_dropped_total")).as("events read again").isEmpty();
      }
    }
  }
}
