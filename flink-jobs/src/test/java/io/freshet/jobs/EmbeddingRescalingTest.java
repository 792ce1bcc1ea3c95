package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.EmbeddingRun.Alignment;
import io.freshet.jobs.embedding.Gate;
import io.freshet.jobs.embedding.Story;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole pipeline on a mini cluster with RocksDB, rescaled 2 &gt; 1 &gt; 3 &gt; 2 from
 * savepoints that are cut in the middle of a round: exact in every round.
 */
final class EmbeddingRescalingTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_260_301);
  private static final int READERS = 2;
  private static final int OPEN_ROUNDS = 3;
  private static final int PACE_MILLIS = 20;
  private static final int PATIENT_PACES = 10_000 / PACE_MILLIS;
  private static final int LONGEST_PACES = 180_000 / PACE_MILLIS;

  /** One after the other; the last one is not cut. */
  private static final List<Integer> PARALLELISMS = List.of(2, 1, 3, 2);

  /** The leg in which a request fails. */
  private static final int FAILING_LEG = 2;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(3)
              .build());

  @TempDir Path directory;
  private @Nullable JobClient job;

  @AfterEach
  void cancel() throws Exception {
    if (!job().getJobStatus().get().isGloballyTerminalState()) {
      job().cancel().get();
    }
  }

  /** Where a leg is cut. */
  enum Cut {
    /** A few requests after the start, twice while the backlog is worked. */
    EARLY,
    /** Several rounds are open. */
    LATE;

    /** Newest round that a leg may work on. */
    long released(int leg) {
      return switch (this) {
        case EARLY -> leg < FAILING_LEG ? 0 : 4;
        case LATE -> 4 + 5L * leg;
      };
    }
  }

  /** How a leg ends. */
  enum End {
    STOP,
    CANCEL
  }

  @ParameterizedTest
  @CsvSource({
    "EARLY,STOP,ALIGNED,1",
    "EARLY,CANCEL,UNALIGNED,3",
    "LATE,STOP,UNALIGNED,2",
    "LATE,CANCEL,ALIGNED,4",
  })
  void everyRoundEqualsAFullPassWhereverAndHoweverTheJobIsRescaled(
      Cut cut, End end, Alignment alignment, int requests) throws Exception {
    Story story = new Story(SEED + requests, 30, 16, 2, .05);
    EmbeddingRun run = new EmbeddingRun("rescaling-%s-%s-%s".formatted(cut, end, alignment), story);
    @Nullable String savepoint = null;
    for (int leg = 0; leg < PARALLELISMS.size(); leg++) {
      int parallelism = PARALLELISMS.get(leg);
      start(run, parallelism, alignment, savepoint);
      if (leg > 0) {
        assertThat(run.committedRound()).as("rounds before").isLessThan(cut.released(leg - 1));
      }
      if (leg == FAILING_LEG) {
        fail(run, cut.released(leg - 1));
      }
      if (leg < PARALLELISMS.size() - 1) {
        reachMiddle(run, cut, leg, requests);
        savepoint = cut(run.gate(), end, parallelism);
      } else {
        run.gate().close(story.lastRound());
        job().getJobExecutionResult().get(180, TimeUnit.SECONDS);
      }
    }
    story.assertExact(run.published());
  }

  private JobClient job() {
    return requireNonNull(job, "job is null");
  }

  /** Starts a leg; its sources wait until all of its tasks run. */
  private void start(
      EmbeddingRun run, int parallelism, Alignment alignment, @Nullable String savepoint)
      throws Exception {
    Gate gate = run.gate();
    gate.release(-1);
    int before = gate.checkpoints();
    job = run.start(parallelism, alignment, directory, savepoint);
    gate.await(() -> gate.checkpoints() > before);
  }

  /** Goes on for a round, in which a request fails after a checkpoint. */
  private static void fail(EmbeddingRun run, long released) throws InterruptedException {
    Gate gate = run.gate();
    gate.fail(1);
    gate.release(released + 1);
    gate.await(() -> gate.failuresLeft() == 0 && run.closedRound() > released);
  }

  /** Holds the job in the middle of a round, behind which others wait. */
  private static void reachMiddle(EmbeddingRun run, Cut cut, int leg, int requests)
      throws InterruptedException {
    Gate gate = run.gate();
    long released = cut.released(leg);
    if (cut == Cut.LATE) {
      gate.release(released - OPEN_ROUNDS);
      gate.await(() -> run.closedRound() >= released - OPEN_ROUNDS);
    }
    gate.hold(requests);
    gate.release(released);
    gate.await(gate::isHeld);
  }

  private String cut(Gate gate, End end, int parallelism) throws Exception {
    int barriers = gate.snapshots() + READERS * parallelism;
    String target = directory.toUri().toString();
    String savepoint =
        creep(
            gate,
            barriers,
            end == End.STOP
                ? job().stopWithSavepoint(false, target, SavepointFormatType.CANONICAL)
                : job().triggerSavepoint(target, SavepointFormatType.NATIVE));
    gate.letGo();
    if (end == End.CANCEL) {
      job().cancel().get(180, TimeUnit.SECONDS);
    }
    boolean isOver =
        job()
            .getJobExecutionResult()
            .handle((result, cancelled) -> true)
            .get(180, TimeUnit.SECONDS);
    assertThat(isOver).isTrue();
    return savepoint;
  }

  /**
   * Requests go on when the barriers are on their way, slowly enough for those to pass them; after
   * a while in any case, for a checkpoint that was begun before may wait for them.
   */
  private static String creep(Gate gate, int barriers, CompletableFuture<String> savepoint)
      throws Exception {
    for (int pace = 0; pace < LONGEST_PACES; pace++) {
      try {
        return savepoint.get(PACE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (gate.snapshots() >= barriers || pace > PATIENT_PACES) {
          gate.letOnePass();
        }
      }
    }
    throw new AssertionError("the savepoint does not come to an end");
  }
}
