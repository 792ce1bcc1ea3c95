package io.freshet.benchmarks.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.freshet.benchmarks.inference.ModelSpeed.Speed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelSpeedTest {
  private final ModelSpeed model =
      new ModelSpeed(new SeededModel(16, 8), new int[] {1, 5}, Duration.ZERO);

  @Test
  void everyModelAndBatchIsMeasuredOnEveryDevice() {
    List<Speed> speeds = model.on(Device.cpu());
    assertThat(speeds)
        .extracting(Speed::model)
        .containsExactly("hgnn-encode", "hgnn-layer-1", "hgnn-encode", "hgnn-layer-1");
    assertThat(speeds).extracting(Speed::batch).containsExactly(1, 1, 5, 5);
    assertThat(speeds)
        .allSatisfy(
            speed -> {
              assertThat(speed.dimensions()).isEqualTo(8);
              assertThat(speed.rowsPerSecond()).isPositive();
            });
  }

  @Test
  void theSameDeviceComputesTheSame() {
    model.on(Device.cpu());
    assertThat(model.on(Device.cpu())).extracting(Speed::difference).containsOnly(0.0);
  }
}
