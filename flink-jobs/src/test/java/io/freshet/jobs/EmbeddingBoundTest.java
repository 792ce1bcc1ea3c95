package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.EmbeddingRun.Alignment;
import io.freshet.jobs.EmbeddingRun.Bound;
import io.freshet.jobs.embedding.FullPass;
import io.freshet.jobs.embedding.FullPass.Embedded;
import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.embedding.SeededModel;
import io.freshet.jobs.embedding.Story;
import io.freshet.jobs.embedding.Story.Plot;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.layer.AggregateBound;
import io.freshet.jobs.layer.AuditSettings;
import io.freshet.jobs.layer.LayerSimulation;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole pipeline with thresholds above 0 on a mini cluster with RocksDB: within its bounds
 * while inputs come, exact within max-staleness when they have stopped, whatever happens.
 */
final class EmbeddingBoundTest {
  private static final long SEED = Long.getLong("freshet.seed", 20_260_701);
  private static final int LAYERS = 2;
  private static final Thresholds THRESHOLDS = new Thresholds(.05, .05, .02);

  /** Rounds; each of the five stages that hold back has its part. */
  private static final Patience PATIENCE = new Patience(8, 1);

  private static final int STAGES = 2 * LAYERS + 1;

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
    "DRIFT,1,ALIGNED,0",
    "DRIFT,2,UNALIGNED,3",
    "UPHEAVAL,2,ALIGNED,2",
    "UPHEAVAL,2,UNALIGNED,3"
  })
  void errorsStayWithinTheirBoundsAndAreGoneWithinMaxStalenessOfTheLastInput(
      Plot plot, int parallelism, Alignment alignment, int failures) throws Exception {
    Story story = new Story(SEED + parallelism + failures, 50, 30, LAYERS, 0, plot);
    EmbeddingRun run =
        new EmbeddingRun(
            "bound-%s-%d-%s".formatted(plot, parallelism, alignment),
            story,
            EVERYTHING,
            Bound.fixed(THRESHOLDS, Duration.ofMillis(STAGES * PATIENCE.holdMillis())));
    run.gate().fail(failures);
    long drained = story.lastRound() + STAGES * PATIENCE.holdMillis();
    JobClient job = run.start(parallelism, alignment, directory, null);
    for (long round = 0; round <= drained; round += 2) {
      long closed = round;
      run.gate().release(round);
      run.gate().await(() -> run.closedRound() >= closed);
    }
    run.gate().close(drained);
    job.getJobExecutionResult().get(180, TimeUnit.SECONDS);

    assertThat(run.gate().failuresLeft()).isZero();
    List<Round> rounds = rounds(story, drained);
    assertEqualsTheRulesAlone(run, rounds, story);
    assertWithinEstimates(run, rounds, story);
    assertExact(run, rounds, story);
  }

  /** The story, then silence. */
  private static List<Round> rounds(Story story, long last) {
    List<Round> rounds = new ArrayList<>(story.script());
    for (long round = story.lastRound() + 1; round <= last; round++) {
      rounds.add(new Round(round, List.of(), List.of()));
    }
    return rounds;
  }

  /** Equal in every round to the rules alone, whose aggregates are all within their bound. */
  private static void assertEqualsTheRulesAlone(EmbeddingRun run, List<Round> rounds, Story story)
      throws Exception {
    LayerSimulation simulation =
        new LayerSimulation(
            new SeededModel(story.seed(), Story.DIMENSIONS),
            LAYERS,
            SEED,
            ThresholdRange.fixed(THRESHOLDS),
            PATIENCE);
    simulation
        .run(rounds)
        .forEach(
            (round, expected) -> {
              Map<String, LayerEmbedding> actual = Story.asOf(round, run.published());
              assertThat(actual.keySet()).isEqualTo(expected.keySet());
              expected.forEach(
                  (item, embedding) ->
                      assertThat(requireNonNull(actual.get(item)).vector())
                          .as("round %d, item %s", round, item)
                          .containsExactly(embedding.vector(), Offset.offset(1e-5f)));
            });
    assertThat(AggregateBound.check(simulation, rounds, THRESHOLDS.delta(), "on the cluster"))
        .isGreaterThan(1_000);
  }

  private static void assertWithinEstimates(EmbeddingRun run, List<Round> rounds, Story story)
      throws Exception {
    FullPass oracle = new FullPass(new SeededModel(story.seed(), Story.DIMENSIONS), LAYERS);
    List<ItemEmbedding> published = published(run);
    long checked = 0;
    long exceeded = 0;
    long heldBack = 0;
    for (Round round : rounds) {
      round.features().forEach(oracle::apply);
      round.neighborhoods().forEach(oracle::apply);
      Map<String, ItemEmbedding> shown = newest(published, round.number());
      for (Map.Entry<String, Embedded> exact : oracle.embeddings().entrySet()) {
        ItemEmbedding embedding = requireNonNull(shown.get(exact.getKey()), exact.getKey());
        double distance = distance(embedding, exact.getValue());
        checked++;
        exceeded += distance > embedding.getErrorEstimate() ? 1 : 0;
        heldBack += distance > THRESHOLDS.theta() ? 1 : 0;
      }
    }
    assertThat(heldBack).as("of %d", checked).isPositive();
    assertThat(exceeded).as("of %d", checked).isLessThanOrEqualTo(checked / 1_000);
  }

  private static void assertExact(EmbeddingRun run, List<Round> rounds, Story story)
      throws Exception {
    FullPass oracle = new FullPass(new SeededModel(story.seed(), Story.DIMENSIONS), LAYERS);
    for (Round round : rounds) {
      round.features().forEach(oracle::apply);
      round.neighborhoods().forEach(oracle::apply);
    }
    Map<String, ItemEmbedding> shown = newest(published(run), Long.MAX_VALUE);
    oracle
        .embeddings()
        .forEach(
            (item, exact) ->
                assertThat(distance(requireNonNull(shown.get(item), item), exact))
                    .as("item %s after the drain", item)
                    .isLessThan(1e-5));
  }

  /** Records of the topic, in order of their versions for each item; without tombstones. */
  private static List<ItemEmbedding> published(EmbeddingRun run) throws Exception {
    AvroCodec<ItemEmbedding> codec = new AvroCodec<>(ItemEmbedding.class);
    List<ItemEmbedding> published = new ArrayList<>();
    for (Object output : run.gate().committed("embeddings")) {
      byte @Nullable [] value = ((OutputRecord) output).value();
      if (value != null) {
        published.add(codec.decode(value));
      }
    }
    return published;
  }

  private static Map<String, ItemEmbedding> newest(List<ItemEmbedding> published, long round) {
    Map<String, ItemEmbedding> newest = new HashMap<>();
    for (ItemEmbedding embedding : published) {
      if (embedding.getRound() <= round) {
        newest.merge(
            embedding.getItemId(),
            embedding,
            (held, next) -> next.getVersion() >= held.getVersion() ? next : held);
      }
    }
    return newest;
  }

  private static double distance(ItemEmbedding actual, Embedded exact) {
    double sum = 0;
    for (int index = 0; index < exact.vector().length; index++) {
      double difference = actual.getVector().get(index) - exact.vector()[index];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
