package io.freshet.jobs.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.RoundFragment;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RoundClockOperatorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private OneInputStreamOperatorTestHarness<RawRecord, RoundRecord> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(5_500);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void backlogIsRoundZeroAndEndsWhenTheSourceIsLive() throws Exception {
    read(0);
    harness.setProcessingTime(9_500);
    read(1);
    assertThat(watermarks()).isEmpty();
    goLive();
    read(2);

    assertThat(rounds()).containsExactly(0L, 0L, 10_000L);
    assertThat(watermarks()).containsExactly(0L);
  }

  @Test
  void everyIntervalEndsARoundAlsoAQuietOne() throws Exception {
    goLive();
    read(0);
    harness.setProcessingTime(6_000);
    read(1);
    harness.setProcessingTime(7_000);
    harness.setProcessingTime(8_000);

    assertThat(rounds()).containsExactly(6_000L, 7_000L);
    assertThat(watermarks()).containsExactly(0L, 6_000L, 7_000L, 8_000L);
  }

  @Test
  void afterBackPressureOnlyTheNewestRoundEnds() throws Exception {
    goLive();
    harness.setProcessingTime(60_700);

    assertThat(watermarks()).containsExactly(0L, 60_000L);
  }

  @Test
  void watermarksAndIdlenessOfTheSourceAreIgnoredButItsEndIsNot() throws Exception {
    harness.processWatermark(7_000);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    assertThat(harness.getOutput()).isEmpty();

    harness.processWatermark(Long.MAX_VALUE);
    assertThat(watermarks()).containsExactly(Long.MAX_VALUE);
  }

  @Test
  void whatWasReadIsCountedBeforeTheWatermarkOfItsRound() throws Exception {
    read(0);
    read(4);
    goLive();
    read(5);
    harness.setProcessingTime(6_000);

    assertThat(fragments()).containsExactly("0: 2 {t-0=5}", "6000: 1 {t-0=6}");
  }

  @Test
  void whatWasReadIsCountedBeforeTheBarrier() throws Exception {
    read(0);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(fragments()).containsExactly("0: 1 {t-0=1}");

    harness.prepareSnapshotPreBarrier(2);
    read(1);
    harness.prepareSnapshotPreBarrier(3);
    assertThat(fragments()).containsExactly("0: 1 {t-0=1}", "0: 1 {t-0=2}");
  }

  @Test
  void restoreInTheBacklogGoesOnWithIt() throws Exception {
    read(0);
    restore(9_500, harness.snapshot(1, 1));
    read(1);
    harness.setProcessingTime(20_000);
    assertThat(watermarks()).isEmpty();
    goLive();

    assertThat(rounds()).containsExactly(0L);
    assertThat(watermarks()).containsExactly(0L);
  }

  @Test
  void restoredLiveSourceGoesOnAfterAllRoundsThatMayHaveEnded() throws Exception {
    goLive();
    harness.setProcessingTime(7_000);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.setProcessingTime(8_000);
    restore(8_300, snapshot);
    read(0);
    goLive();
    harness.setProcessingTime(9_000);

    assertThat(rounds()).containsExactly(9_000L);
    assertThat(watermarks()).as("the marker says nothing new").containsExactly(9_000L);
  }

  @Test
  void restoredSourceReusesNoRoundThoughTheClockHasJumpedBack() throws Exception {
    goLive();
    harness.setProcessingTime(60_000);
    restore(7_500, harness.snapshot(1, 1));
    read(0);
    harness.setProcessingTime(8_000);
    read(1);
    harness.setProcessingTime(9_000);

    assertThat(rounds()).containsExactly(61_000L, 62_000L);
    assertThat(watermarks()).containsExactly(61_000L, 62_000L);
  }

  @Test
  void afterRescalingEverySubtaskGoesOnFromTheOneThatWasAhead() throws Exception {
    goLive();
    harness.setProcessingTime(7_000);
    OperatorSubtaskState behind = harness.snapshot(1, 1);
    harness.setProcessingTime(60_000);
    OperatorSubtaskState ahead = harness.snapshot(1, 1);
    restore(7_500, AbstractStreamOperatorTestHarness.repackageState(behind, ahead));
    read(0);

    assertThat(rounds()).containsExactly(61_000L);
  }

  private static OneInputStreamOperatorTestHarness<RawRecord, RoundRecord> harness(long now)
      throws Exception {
    var created = new OneInputStreamOperatorTestHarness<>(new RoundClockOperator(SECOND));
    created.setProcessingTime(now);
    return created;
  }

  private void restore(long now, OperatorSubtaskState snapshot) throws Exception {
    harness.close();
    harness = harness(now);
    harness.initializeState(snapshot);
    harness.open();
  }

  private void read(long offset) throws Exception {
    harness.processElement(
        new RawRecord("t", 0, offset, 1, new byte[1], new byte[1], 1, RawRecord.NO_VERSION), 0);
  }

  private void goLive() throws Exception {
    harness.processElement(LiveMarker.create(), 0);
  }

  private List<Long> rounds() {
    return harness.extractOutputValues().stream().map(RoundRecord::round).toList();
  }

  private List<Long> watermarks() {
    return harness.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(mark -> ((Watermark) mark).getTimestamp())
        .toList();
  }

  /** Round, number of records, end offsets. */
  private List<String> fragments() {
    return harness.getSideOutput(EmbeddingOutputTags.FRAGMENTS).stream()
        .map(record -> text(record.getValue()))
        .toList();
  }

  private static String text(RoundFragment fragment) {
    return "%d: %d %s"
        .formatted(fragment.round(), fragment.amount(), new TreeMap<>(fragment.endOffsets()));
  }
}
