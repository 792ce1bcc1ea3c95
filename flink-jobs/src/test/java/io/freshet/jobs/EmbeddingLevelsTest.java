package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.EmbeddingRun.Alignment;
import io.freshet.jobs.embedding.SeededModel;
import io.freshet.jobs.embedding.Story;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.layer.AuditSettings;
import io.freshet.jobs.layer.LayerSimulation;
import io.freshet.jobs.load.AdaptiveSettings;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LevelMarker;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Same inputs and same manifests give the same embeddings, though thresholds change. */
final class EmbeddingLevelsTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_260_601);
  private static final double BOUND = .05;
  private static final int LAYERS = 2;

  /** As {@link EmbeddingRun}: an hour, over all stages. */
  private static final Patience PATIENCE = new Patience(720_000, 1);

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(3)
              .build());

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"1,ALIGNED,0", "2,ALIGNED,2", "2,UNALIGNED,2"})
  void manifestsNameTheThresholdsThatEverySubtaskUsed(
      int parallelism, Alignment alignment, int failures) throws Exception {
    Story story = new Story(SEED + parallelism, 30, 14, LAYERS, 0);
    EmbeddingRun run =
        new EmbeddingRun(
            "levels-%d-%s".formatted(parallelism, alignment),
            story,
            new AuditSettings(0, Duration.ofMinutes(1), 1, 1),
            EmbeddingRun.Bound.adaptive(BOUND));
    run.gate().fail(failures);
    JobClient job = run.start(parallelism, alignment, directory, null);
    for (long round = 0; round <= story.lastRound(); round++) {
      long closed = round;
      run.gate().release(round);
      run.gate().await(() -> run.closedRound() >= closed);
    }
    run.gate().close(story.lastRound());
    job.getJobExecutionResult().get(180, TimeUnit.SECONDS);

    NavigableMap<Long, Thresholds> thresholds = thresholds(run);
    assertThat(thresholds.values()).as("scripted rounds are always late").hasSizeGreaterThan(3);
    assertThat(thresholds.values().stream().map(Thresholds::delta).distinct())
        .as("every level up to the last")
        .hasSize(4);
    assertEqual(story, run, thresholds);
  }

  private static void assertEqual(
      Story story, EmbeddingRun run, NavigableMap<Long, Thresholds> thresholds) throws Exception {
    Map<Long, Map<String, LayerEmbedding>> expected = simulated(story, thresholds);
    for (long round = 0; round <= story.lastRound(); round++) {
      Map<String, LayerEmbedding> actual = Story.asOf(round, run.published());
      Map<String, LayerEmbedding> wanted = requireNonNull(expected.get(round));
      String where = "round %d".formatted(round);
      assertThat(actual.keySet()).as(where).isEqualTo(wanted.keySet());
      wanted.forEach(
          (item, embedding) ->
              assertThat(requireNonNull(actual.get(item)).vector())
                  .as("%s, item %s", where, item)
                  .containsExactly(embedding.vector(), Offset.offset(1e-5f)));
    }
  }

  /** The rules alone, in another order of arrival, with the thresholds of the manifests. */
  private static Map<Long, Map<String, LayerEmbedding>> simulated(
      Story story, NavigableMap<Long, Thresholds> thresholds) throws Exception {
    ThresholdRange range = new AdaptiveSettings(4, 3, 2, 2).range(new Thresholds(BOUND, BOUND, 0));
    LayerSimulation simulation =
        new LayerSimulation(
            new SeededModel(story.seed(), Story.DIMENSIONS), LAYERS, SEED, range, PATIENCE);
    for (long round = 0; round <= story.lastRound(); round++) {
      Map.Entry<Long, Thresholds> stated = thresholds.ceilingEntry(round);
      simulation.level(LevelMarker.create(round - 1, level(range, stated.getValue())));
    }
    return simulation.run(story.script());
  }

  private static int level(ThresholdRange range, Thresholds thresholds) {
    int level = 0;
    while (Math.abs(range.at(level).delta() - thresholds.delta()) > 1e-9) {
      level++;
    }
    return level;
  }

  private static NavigableMap<Long, Thresholds> thresholds(EmbeddingRun run) throws Exception {
    AvroCodec<EmbeddingRound> codec = new AvroCodec<>(EmbeddingRound.class);
    NavigableMap<Long, Thresholds> thresholds = new TreeMap<>();
    for (Object manifest : run.gate().committed("manifests")) {
      EmbeddingRound round = codec.decode(requireNonNull(((OutputRecord) manifest).value()));
      Map<String, Double> stated = round.getThresholds();
      thresholds.put(
          round.getRound(),
          new Thresholds(
              requireNonNull(stated.get("delta")),
              requireNonNull(stated.get("gamma")),
              requireNonNull(stated.get("theta"))));
    }
    return thresholds;
  }
}
