package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.EmbeddingRun.Alignment;
import io.freshet.jobs.embedding.Story;
import io.freshet.jobs.layer.AuditSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole pipeline on a mini cluster with RocksDB: exact in every round, whatever happens. */
final class EmbeddingPipelineTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_260_201);

  /** In every round. */
  private static final AuditSettings EVERYTHING =
      new AuditSettings(1_000, Duration.ofMillis(1), 1, 1);

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(3)
              .build());

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "1,ALIGNED,0",
    "2,ALIGNED,0",
    "1,ALIGNED,2",
    "1,UNALIGNED,2",
    "2,ALIGNED,3",
    "2,UNALIGNED,3"
  })
  void everyRoundEqualsAFullPassThroughFailures(int parallelism, Alignment alignment, int failures)
      throws Exception {
    Story story = new Story(SEED + parallelism + failures, 30, 14, 2, .05);
    EmbeddingRun run =
        new EmbeddingRun(
            "failures-%d-%s-%d".formatted(parallelism, alignment, failures), story, EVERYTHING);
    run.gate().fail(failures);
    JobClient job = run.start(parallelism, alignment, directory, null);
    release(run, story);
    finish(run, story, job);
    assertThat(run.gate().failuresLeft()).isZero();
    story.assertExact(run.published());
    assertThat(run.audited()).hasSizeGreaterThan(story.items());
    assertThat(run.audited()).allSatisfy(item -> assertThat(item.distance()).isLessThan(1e-5));
  }

  @Test
  void auditSaysHowFarEveryEmbeddingIsFromExact() throws Exception {
    Story story = new Story(SEED, 30, 14, 2, 0);
    EmbeddingRun run =
        new EmbeddingRun("audit", story, EVERYTHING, EmbeddingRun.Bound.adaptive(.4));
    run.gate().fail(2);
    JobClient job = run.start(2, Alignment.UNALIGNED, directory, null);
    release(run, story);
    finish(run, story, job);

    Map<Long, Map<String, Double>> distances = story.distances(run.published());
    assertThat(run.audited())
        .hasSizeGreaterThan(story.items())
        .allSatisfy(
            item ->
                assertThat(item.distance())
                    .as("round %d, item %s", item.round(), item.item())
                    .isCloseTo(
                        requireNonNull(
                            requireNonNull(distances.get(item.round())).get(item.item())),
                        within(1e-5)))
        .anySatisfy(item -> assertThat(item.distance()).isGreaterThan(.05));
  }

  /** Releases rounds in steps of a few, so that several are open at once. */
  private static void release(EmbeddingRun run, Story story) throws InterruptedException {
    for (long round = 0; round <= story.lastRound(); round += 3) {
      run.gate().release(Math.min(round, story.lastRound()));
      long closed = Math.min(round, story.lastRound());
      run.gate().await(() -> run.closedRound() >= closed);
    }
  }

  private static void finish(EmbeddingRun run, Story story, JobClient job) throws Exception {
    run.gate().close(story.lastRound());
    job.getJobExecutionResult().get(180, TimeUnit.SECONDS);
  }
}
