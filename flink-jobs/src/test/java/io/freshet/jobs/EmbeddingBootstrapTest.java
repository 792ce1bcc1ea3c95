package io.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.EmbeddingRun.Alignment;
import io.freshet.jobs.embedding.Gate;
import io.freshet.jobs.embedding.Story;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole pipeline on a mini cluster with RocksDB, killed again and again while it works on its
 * backlog: goes on from its checkpoints, and is exact in every round.
 */
final class EmbeddingBootstrapTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_260_801);
  private static final Duration PACE = Duration.ofMillis(20);

  /** Of the requests that the backlog takes, one between two kills. */
  private static final int PARTS = 4;

  /** In layer 0, in layer 1, in layer 2. */
  private static final int KILLS = 3;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"1,ALIGNED", "2,UNALIGNED"})
  void killedBacklogGoesOnFromItsCheckpoints(int parallelism, Alignment alignment)
      throws Exception {
    Story story = new Story(SEED + parallelism, 400, 3, 2, 0);
    int undisturbed = requestsOfTheBacklog(story, parallelism, alignment);
    EmbeddingRun run = new EmbeddingRun("bootstrap-" + alignment, story);
    Gate gate = run.gate();
    gate.hold(0);
    gate.release(0);
    JobClient job = run.start(parallelism, alignment, directory, null);
    for (int kill = 1; kill <= KILLS; kill++) {
      int requests = undisturbed * kill / PARTS;
      gate.creep(() -> gate.requests() >= requests, PACE);
      gate.fail(1);
      gate.creep(() -> gate.failuresLeft() == 0, PACE);
      assertThat(run.closedRound()).as("rounds before kill %d", kill).isNegative();
    }
    gate.letGo();
    gate.await(() -> run.closedRound() >= 0);
    assertThat(gate.requests())
        .as("requests; %d without kills, and 1.75 times as many from the start", undisturbed)
        .isLessThan(undisturbed * 3 / 2);
    finish(run, story, job);
    story.assertExact(run.published());
  }

  private int requestsOfTheBacklog(Story story, int parallelism, Alignment alignment)
      throws Exception {
    EmbeddingRun run = new EmbeddingRun("undisturbed-" + alignment, story);
    JobClient job = run.start(parallelism, alignment, directory, null);
    run.gate().release(0);
    run.gate().await(() -> run.closedRound() >= 0);
    int requests = run.gate().requests();
    finish(run, story, job);
    return requests;
  }

  private static void finish(EmbeddingRun run, Story story, JobClient job) throws Exception {
    run.gate().close(story.lastRound());
    job.getJobExecutionResult().get(180, TimeUnit.SECONDS);
  }
}
