package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.Calibration;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PublishOperatorTest {
  private static final PublishSettings SETTINGS =
      new PublishSettings(
          "r1",
          "embeddings",
          "rounds",
          "features",
          2,
          ThresholdRange.fixed(new Thresholds(0, 0, 0)),
          new Patience(100, 10),
          1,
          Duration.ofDays(1));

  private static final long NOW = 1_000_000;
  private static final long NOW_MICROS = NOW * 1_000;

  private KeyedTwoInputStreamOperatorTestHarness<String, LayerEmbedding, Calibration, OutputRecord>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(SETTINGS);
    harness.open();
    harness.setProcessingTime(NOW);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void embeddingIsPublishedOnArrivalWithAllThatTheRecordSays() throws Exception {
    harness.processElement1(
        new LayerEmbedding("a", "track", new float[] {1, 2}, 3, Condition.STALE, 10, 7), 0);

    OutputRecord record = harness.extractOutputValues().get(0);
    assertThat(record.topic()).isEqualTo("embeddings");
    assertThat(record.key()).isEqualTo("a");
    assertThat(record.version()).isEqualTo(NOW_MICROS);
    assertThat(embedding(record))
        .isEqualTo(
            new ItemEmbedding(
                "a",
                "track",
                NOW_MICROS,
                10L,
                Instant.ofEpochMilli(NOW),
                Instant.ofEpochMilli(7),
                3,
                0f,
                true,
                List.of(1f, 2f)));
  }

  @Test
  void embeddingWithoutAnEventOfItsOwnSaysSo() throws Exception {
    send("a", 1, 10);

    assertThat(embedding(harness.extractOutputValues().get(0)).getOldestEventAt()).isNull();
  }

  @Test
  void versionsGrowWhenTheClockStandsStillOrJumpsBack() throws Exception {
    send("a", 1, 10);
    send("a", 2, 20);
    harness.setProcessingTime(NOW - 500);
    send("a", 3, 30);

    assertThat(versions()).containsExactly(NOW_MICROS, NOW_MICROS + 1, NOW_MICROS + 2);
  }

  @Test
  void tombstoneHasAVersionAndAReturnHasALargerOne() throws Exception {
    send("a", 1, 10);
    remove("a", 20);
    assertThat(harness.numKeyedStateEntries()).as("only the version").isEqualTo(1);
    harness.setProcessingTime(NOW - 500);
    send("a", 1, 30);

    assertThat(harness.extractOutputValues().get(1).value()).isNull();
    assertThat(versions()).containsExactly(NOW_MICROS, NOW_MICROS + 1, NOW_MICROS + 2);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void whatWasNeverPublishedNeedsNoTombstone() throws Exception {
    remove("a", 10);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void movesUpToThetaAreHeldBackUntilTheyAddUp() throws Exception {
    harness.close();
    harness =
        harness(
            new PublishSettings(
                "r1",
                "embeddings",
                "rounds",
                "features",
                2,
                ThresholdRange.fixed(new Thresholds(0, 0, .5)),
                new Patience(100, 10),
                1,
                Duration.ofDays(1)));
    harness.open();
    harness.setProcessingTime(NOW);
    send("a", 1, 10);
    send("a", 1.4f, 20);
    send("a", 1.8f, 30);

    assertThat(harness.extractOutputValues())
        .extracting(record -> embedding(record).getRound())
        .containsExactly(10L, 30L);
  }

  @Test
  void whatWasHeldBackIsPublishedWhenItsPatienceIsOver() throws Exception {
    PublishSettings patient =
        new PublishSettings(
            "r1",
            "embeddings",
            "rounds",
            "features",
            2,
            ThresholdRange.fixed(new Thresholds(0, 0, .5)),
            new Patience(100, 10),
            1,
            Duration.ofDays(1));
    harness.close();
    harness = harness(patient);
    harness.open();
    harness.setProcessingTime(NOW);
    send("a", 1, 10);
    send("a", 1.3f, 20);
    send("a", 1.4f, 30);
    harness.processWatermark1(new Watermark(30));
    OperatorSubtaskState snapshot = harness.snapshot(1, NOW);
    harness.close();

    harness = harness(patient);
    harness.initializeState(snapshot);
    harness.open();
    harness.setProcessingTime(NOW);
    long deadline = patient.patience().deadline("a", 20);
    harness.processWatermark1(new Watermark(deadline - 1));
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.processWatermark1(new Watermark(deadline));

    assertThat(harness.extractOutputValues())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(embedding(record).getVector()).containsExactly(1.4f);
              assertThat(embedding(record).getRound()).isEqualTo(30);
            });
    assertThat(counts()).containsExactly(deadline + ": 1");
    assertThat(deadline).isBetween(20L + 75, 20L + 100).matches(round -> round % 10 == 0);
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void errorEstimateIsWhatMayBeHeldBackTimesWhatTheAuditLearntAndTheta() throws Exception {
    harness.close();
    harness =
        harness(
            new PublishSettings(
                "r1",
                "embeddings",
                "rounds",
                "features",
                2,
                ThresholdRange.fixed(new Thresholds(.2, .1, .01)),
                new Patience(100, 10),
                1,
                Duration.ofDays(1)));
    harness.open();
    send("a", 1, 10);
    harness.processElement2(new Calibration(2), 0);
    send("b", 1, 10);
    harness.processElement1(
        new LayerEmbedding("c", "track", new float[] {1}, 3, Condition.FRESH, 10, OldestEvent.NONE),
        0);

    assertThat(harness.extractOutputValues())
        .extracting(record -> embedding(record).getErrorEstimate())
        .as("no audit yet, without neighbors, with neighbors")
        .containsExactly(.41f, .21f, .61f);
  }

  @Test
  void noRoundWaitsForTheAudit() throws Exception {
    send("a", 1, 10);
    harness.processWatermark1(new Watermark(10));

    assertThat(counts()).containsExactly("10: 1");
    assertThat(harness.getOutput()).last().isEqualTo(new Watermark(10));
    harness.processWatermark2(new Watermark(20));
    assertThat(harness.getOutput()).last().isEqualTo(new Watermark(10));
  }

  @Test
  void countsLeaveBeforeTheBarrierAndBeforeTheWatermark() throws Exception {
    send("a", 1, 10);
    send("b", 1, 10);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(counts()).containsExactly("10: 2");

    send("a", 2, 20);
    harness.processWatermark1(new Watermark(20));
    harness.processWatermark1(new Watermark(30));
    assertThat(counts()).containsExactly("10: 2", "20: 1");
  }

  @Test
  void restoredOperatorPublishesNothingTwiceAndReusesNoVersion() throws Exception {
    send("a", 1, 10);
    send("b", 1, 10);
    remove("b", 20);
    harness.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState snapshot = harness.snapshot(1, NOW);
    harness.close();

    harness = harness(SETTINGS);
    harness.initializeState(snapshot);
    harness.open();
    harness.setProcessingTime(NOW - 500);
    send("a", 1, 30);
    remove("b", 30);
    send("a", 2, 40);
    send("b", 2, 40);

    assertThat(versions()).containsExactly(NOW_MICROS + 1, NOW_MICROS + 2);
    harness.processWatermark1(new Watermark(40));
    assertThat(counts()).containsExactly("40: 2");
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, Calibration, OutputRecord>
      harness(PublishSettings settings) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new PublishOperator(settings), LayerEmbedding::item, null, Types.STRING);
  }

  private void send(String item, float value, long round) throws Exception {
    harness.processElement1(
        new LayerEmbedding(
            item, "track", new float[] {value}, 0, Condition.FRESH, round, OldestEvent.NONE),
        0);
  }

  private void remove(String item, long round) throws Exception {
    harness.processElement1(LayerEmbedding.removal(item, round, OldestEvent.NONE), 0);
  }

  private List<Long> versions() {
    return harness.extractOutputValues().stream().map(OutputRecord::version).toList();
  }

  private List<String> counts() {
    return harness.getSideOutput(EmbeddingOutputTags.FRAGMENTS).stream()
        .map(record -> record.getValue().round() + ": " + record.getValue().amount())
        .toList();
  }

  private static ItemEmbedding embedding(OutputRecord record) {
    try {
      return new AvroCodec<>(ItemEmbedding.class).decode(requireNonNull(record.value()));
    } catch (UndecodableException e) {
      throw new AssertionError(e);
    }
  }
}
