package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ManifestOperatorTest {
  private static final long NOW = 1_000_000;
  private static final PublishSettings SETTINGS =
      new PublishSettings(
          "r1",
          "embeddings",
          "rounds",
          "features",
          2,
          ThresholdRange.fixed(new Thresholds(.5, .25, .125)),
          new Patience(100, 10),
          1,
          Duration.ofDays(1));

  private OneInputStreamOperatorTestHarness<RoundFragment, OutputRecord> harness;

  @BeforeEach
  void open() throws Exception {
    harness = new OneInputStreamOperatorTestHarness<>(new ManifestOperator(SETTINGS));
    harness.open();
    harness.setProcessingTime(NOW);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void fragmentsOfARoundAddUpToItsManifest() throws Exception {
    inputs(10, 3, Map.of("features-0", 3L));
    inputs(10, 4, Map.of("features-0", 5L, "features-1", 2L));
    count(10, Count.EMBEDDED, 0, 6);
    count(10, Count.EMBEDDED, 2, 7);
    count(10, Count.MESSAGES, 1, 8);
    count(10, Count.MESSAGES, 1, 1);
    count(10, Count.PUBLISHED, 0, 7);
    count(10, Count.FAILED, 0, 1);
    count(10, Count.FAILED, 2, 2);
    harness.processWatermark(10);

    assertThat(manifests())
        .containsExactly(
            new EmbeddingRound(
                "r1",
                10L,
                Instant.ofEpochMilli(NOW),
                Map.of("features-0", 5L, "features-1", 2L),
                7L,
                List.of(6L, 0L, 7L),
                List.of(9L, 0L),
                7L,
                3L,
                Map.of("delta", .5, "gamma", .25, "theta", .125)));
    OutputRecord record = harness.extractOutputValues().get(0);
    assertThat(record.topic()).isEqualTo("rounds");
    assertThat(record.key()).isEqualTo("r1");
    assertThat(record.version()).isEqualTo(10);
  }

  @Test
  void fragmentsOfALaterRoundWaitThoughTheyCameBeforeTheWatermark() throws Exception {
    inputs(10, 1, Map.of("features-0", 1L));
    inputs(20, 1, Map.of("features-0", 2L));
    harness.processWatermark(10);
    assertThat(rounds()).containsExactly("10 {features-0=1} 1");

    harness.processWatermark(20);
    assertThat(rounds()).containsExactly("10 {features-0=1} 1", "20 {features-0=2} 1");
  }

  @Test
  void quietRoundHasAManifestWithTheOffsetsOfTheLast() throws Exception {
    inputs(10, 1, Map.of("features-0", 1L));
    harness.processWatermark(10);
    harness.processWatermark(20);

    assertThat(rounds()).containsExactly("10 {features-0=1} 1", "20 {features-0=1} 0");
  }

  @Test
  void theEndOfTheInputClosesWhatIsOpenAndIsNoRound() throws Exception {
    inputs(10, 1, Map.of("features-0", 1L));
    harness.processWatermark(Long.MAX_VALUE);

    assertThat(rounds()).containsExactly("10 {features-0=1} 1");
  }

  @Test
  void restoredOperatorGoesOnInMidRoundAndClosesNoRoundTwice() throws Exception {
    inputs(10, 1, Map.of("features-0", 1L, "features-1", 4L));
    harness.processWatermark(10);
    inputs(20, 2, Map.of("features-0", 3L));
    OperatorSubtaskState snapshot = harness.snapshot(1, NOW);
    harness.close();

    harness = new OneInputStreamOperatorTestHarness<>(new ManifestOperator(SETTINGS));
    harness.initializeState(snapshot);
    harness.open();
    harness.setProcessingTime(NOW);
    inputs(20, 3, Map.of("features-0", 6L));
    harness.processWatermark(30);

    assertThat(rounds())
        .containsExactly("20 {features-0=6, features-1=4} 5", "30 {features-0=6, features-1=4} 0");
  }

  @Test
  void manifestStatesTheThresholdsOfItsRoundThoughTheLevelChangesAndTheJobIsRestored()
      throws Exception {
    PublishSettings adaptive =
        new PublishSettings(
            "r1",
            "embeddings",
            "rounds",
            "features",
            2,
            new ThresholdRange(new Thresholds(.1, .1, 0), new Thresholds(.4, .4, 0), 2),
            new Patience(100, 10),
            1,
            Duration.ofDays(1));
    harness.close();
    harness = new OneInputStreamOperatorTestHarness<>(new ManifestOperator(adaptive));
    harness.open();
    count(10, Count.LEVEL, 0, 1);
    harness.processWatermark(10);
    OperatorSubtaskState snapshot = harness.snapshot(1, NOW);
    assertThat(manifests().get(0).getThresholds()).containsEntry("delta", .1);
    harness.close();
    harness = new OneInputStreamOperatorTestHarness<>(new ManifestOperator(adaptive));
    harness.initializeState(snapshot);
    harness.open();
    harness.processWatermark(20);
    count(30, Count.LEVEL, 0, 2);
    harness.processWatermark(30);
    harness.processWatermark(40);

    assertThat(manifests())
        .extracting(
            manifest -> Math.round(manifest.getThresholds().getOrDefault("gamma", 0.) * 1e6) / 1e6)
        .containsExactly(.2, .2, .4);
  }

  private void inputs(long round, long amount, Map<String, Long> endOffsets) throws Exception {
    harness.processElement(new RoundFragment(round, Count.INPUTS, 0, amount, endOffsets), 0);
  }

  private void count(long round, Count count, int layer, long amount) throws Exception {
    harness.processElement(RoundFragment.of(round, count, layer, amount), 0);
  }

  /** Round, end offsets, number of inputs. */
  private List<String> rounds() throws Exception {
    return manifests().stream()
        .map(
            manifest ->
                "%d %s %d"
                    .formatted(
                        manifest.getRound(),
                        new TreeMap<>(manifest.getEndOffsets()),
                        manifest.getInputs()))
        .toList();
  }

  private List<EmbeddingRound> manifests() throws Exception {
    AvroCodec<EmbeddingRound> codec = new AvroCodec<>(EmbeddingRound.class);
    List<EmbeddingRound> manifests = new ArrayList<>();
    for (OutputRecord record : harness.extractOutputValues()) {
      manifests.add(codec.decode(requireNonNull(record.value())));
    }
    return manifests;
  }
}
