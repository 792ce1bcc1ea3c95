package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.backlog.BacklogWatermarks;
import io.freshet.jobs.load.AdaptiveSettings;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.jobs.record.EdgeUpdates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class CombineOperatorTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void updatesWaitForTheBundleToBeFullOrOld() throws Exception {
    try (OneInputStreamOperatorTestHarness<EdgeUpdates, EdgeChanges> harness = open()) {
      harness.processElement(update("a", 0));
      harness.processElement(update("a", 0));
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement(update("b", 0));
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(changes -> assertThat(changes.neighbors()).isEqualTo(2));
      harness.processElement(update("a", 0));
      harness.setProcessingTime(200);
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Test
  void nothingIsHeldBackBehindABarrierOrTheEndOfTheInput() throws Exception {
    try (OneInputStreamOperatorTestHarness<EdgeUpdates, EdgeChanges> harness = open()) {
      harness.processElement(update("a", 0));
      harness.getOperator().prepareSnapshotPreBarrier(1);
      assertThat(harness.extractOutputValues()).hasSize(1);
      harness.processElement(update("a", 0));
      harness.getOperator().finish();
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Test
  void updatesOfABacklogWaitLongerAndAreOutBeforeItsEndIsTold() throws Exception {
    try (OneInputStreamOperatorTestHarness<EdgeUpdates, EdgeChanges> harness = unread()) {
      harness.processElement(update("a", 0));
      harness.setProcessingTime(200);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.setProcessingTime(8 * 200);
      assertThat(harness.extractOutputValues()).hasSize(1);
      harness.processElement(update("a", 0));
      harness.processWatermark(BacklogWatermarks.READ);
      assertThat(harness.getOutput()).last().isEqualTo(new Watermark(BacklogWatermarks.READ));
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Test
  void updatesOfTimesTooFarApartAreNotSummed() throws Exception {
    try (OneInputStreamOperatorTestHarness<EdgeUpdates, EdgeChanges> harness = open()) {
      harness.processElement(update("a", 0));
      harness.processElement(update("a", 256 * DAY));
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  private static StreamRecord<EdgeUpdates> update(String neighbor, long at) {
    return new StreamRecord<>(
        new EdgeUpdates(List.of(new EdgeUpdate("i", "track", neighbor, "track", 1, at, 1, 0))));
  }

  private static OneInputStreamOperatorTestHarness<EdgeUpdates, EdgeChanges> open()
      throws Exception {
    OneInputStreamOperatorTestHarness<EdgeUpdates, EdgeChanges> harness = unread();
    harness.processWatermark(BacklogWatermarks.READ);
    return harness;
  }

  private static OneInputStreamOperatorTestHarness<EdgeUpdates, EdgeChanges> unread()
      throws Exception {
    EdgeConfig config =
        new EdgeConfig(
            Duration.ofDays(1),
            Map.of(),
            8,
            8,
            1,
            0,
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            3,
            Duration.ofMillis(200),
            3,
            10,
            Duration.ofHours(1),
            1_000,
            AdaptiveSettings.off(),
            Duration.ofSeconds(2));
    OneInputStreamOperatorTestHarness<EdgeUpdates, EdgeChanges> harness =
        new OneInputStreamOperatorTestHarness<>(new CombineOperator(config));
    harness.setProcessingTime(0);
    harness.open();
    return harness;
  }
}
