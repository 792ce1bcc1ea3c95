package io.freshet.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.AuditedItem;
import io.freshet.jobs.record.Calibration;
import io.freshet.jobs.record.Thresholds;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CalibrateOperatorTest {
  private OneInputStreamOperatorTestHarness<AuditedItem, Calibration> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(new Thresholds(.05, .05, 0));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void whatWasLearntIsToldWithTheRoundAndOnlyWhenItChanged() throws Exception {
    harness.processWatermark(10);
    harness.processWatermark(20);
    harness.processElement(new AuditedItem("a", 30, 3, .9), 0);
    assertThat(harness.extractOutputValues()).hasSize(1);
    harness.processWatermark(30);

    assertThat(harness.extractOutputValues())
        .containsExactly(new Calibration(ErrorFactor.FIRST.value()), new Calibration(9));
  }

  @Test
  void restoredOperatorGoesOnFromWhatItLearntAndTellsIt() throws Exception {
    harness.processElement(new AuditedItem("a", 30, 3, .9), 0);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness(new Thresholds(.05, .05, 0));
    harness.initializeState(snapshot);
    harness.open();
    harness.processWatermark(40);

    assertThat(harness.extractOutputValues()).containsExactly(new Calibration(9));
  }

  @Test
  void nothingIsLearntWhereNothingIsHeldBack() throws Exception {
    harness.close();
    harness = harness(new Thresholds(0, 0, 0));
    harness.open();
    harness.processElement(new AuditedItem("a", 30, 3, 1e-7), 0);
    harness.processWatermark(30);

    assertThat(harness.extractOutputValues())
        .containsExactly(new Calibration(ErrorFactor.FIRST.value()));
  }

  private static OneInputStreamOperatorTestHarness<AuditedItem, Calibration> harness(
      Thresholds thresholds) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new CalibrateOperator(new ErrorEstimate(thresholds)));
  }
}
