package io.freshet.jobs.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.load.LoadSettings;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LevelMarker;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LevelOperatorTest {
  private static final LoadSettings SETTINGS = new LoadSettings(2, Duration.ofMillis(10), 2, 3);

  private OneInputStreamOperatorTestHarness<RoundFragment, LayerEmbedding> harness;

  @BeforeEach
  void open() throws Exception {
    harness = new OneInputStreamOperatorTestHarness<>(new LevelOperator(SETTINGS));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void punctualRoundsChangeNothing() throws Exception {
    for (long round = 10; round <= 500; round += 10) {
      round(round, round + 1, 50);
    }

    assertThat(changes()).isEmpty();
  }

  @Test
  void lateRoundsLoosenAndTheMarkerComesBeforeTheWatermarkOfTheRound() throws Exception {
    round(0, 5_000, 9_000);
    round(10, 5_000, 50);
    round(40, 41, 50);
    round(70, 71, 50);

    assertThat(changes()).containsExactly("70: 1");
    List<Object> last = List.copyOf(harness.getOutput());
    assertThat(last.get(last.size() - 1)).isEqualTo(new Watermark(70));
    assertThat(last.get(last.size() - 2)).isInstanceOf(StreamRecord.class);
    assertThat(harness.getSideOutput(EmbeddingOutputTags.FRAGMENTS))
        .extracting(StreamRecord::getValue)
        .containsExactly(RoundFragment.of(70, Count.LEVEL, 0, 1));
  }

  @Test
  void lessLoadTightensAgain() throws Exception {
    round(10, 11, 50);
    round(40, 41, 50);
    round(70, 71, 50);
    for (long round = 80; round <= 300; round += 10) {
      round(round, round + 1, 1);
    }

    assertThat(changes()).hasSize(2).last().asString().endsWith(": 0");
  }

  @Test
  void restoredOperatorGoesOnFromItsLevel() throws Exception {
    round(10, 11, 50);
    round(40, 41, 50);
    round(70, 71, 50);
    OperatorSubtaskState snapshot = harness.snapshot(1, 71);
    harness.close();
    harness = new OneInputStreamOperatorTestHarness<>(new LevelOperator(SETTINGS));
    harness.initializeState(snapshot);
    harness.open();
    round(5_000, 5_001, 50);
    assertThat(changes()).as("a restart is no late round").isEmpty();
    round(5_030, 5_031, 50);
    round(5_060, 5_061, 50);

    assertThat(changes()).containsExactly("5060: 2");
  }

  private void round(long round, long now, long inputs) throws Exception {
    harness.setProcessingTime(now);
    harness.processElement(new RoundFragment(round, Count.INPUTS, 0, inputs, Map.of()), 0);
    harness.processWatermark(round);
  }

  private List<String> changes() {
    assertThat(harness.extractOutputValues()).allMatch(LevelMarker::is);
    return harness.extractOutputValues().stream()
        .map(marker -> marker.round() + ": " + LevelMarker.level(marker))
        .toList();
  }
}
