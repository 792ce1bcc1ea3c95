package io.freshet.server.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine of the tests has no CUDA, whatever the machine: it finds no GPU. */
final class TensorDeviceTest {
  @AfterEach
  void chooseAgainWhatNobodyChose() {
    TensorDevice.choose(TensorDevice.AUTO);
  }

  @Test
  void autoIsTheFirstGpuWhereThereIsOne() {
    assertThat(TensorDevice.named("auto", 0)).isEqualTo(Device.cpu());
    assertThat(TensorDevice.named("auto", 2)).isEqualTo(Device.gpu(0));
  }

  @Test
  void whoeverNamesADeviceGetsIt() {
    assertThat(TensorDevice.named("cpu", 2)).isEqualTo(Device.cpu());
    assertThat(TensorDevice.named("gpu", 2)).isEqualTo(Device.gpu(0));
    assertThat(TensorDevice.named("gpu:1", 2)).isEqualTo(Device.gpu(1));
  }

  @Test
  void aGpuThatIsNotThereIsNeverTheCpu() {
    assertThatThrownBy(() -> TensorDevice.named("gpu:2", 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot compute on gpu:2: the tensor engine finds none after gpu:1")
        .hasMessageContaining("docs/deployment.md");
    assertThatThrownBy(() -> TensorDevice.choose("gpu"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot compute on gpu: the tensor engine finds no GPU")
        .hasMessageContaining("choose cpu");
    assertThat(TensorDevice.chosen()).isEqualTo(Device.cpu());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GPU", "cuda", "gpu:", "gpu:x", "gpu:-1", "gpu:1000", "cpu:0"})
  void otherNamesAreRefused(String name) {
    assertThatThrownBy(() -> TensorDevice.choose(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot choose a device: it must be auto, cpu, gpu or gpu:N (%s)", name);
  }

  @Test
  void tensorsAreMadeOnTheChosenDevice() {
    TensorDevice.choose("cpu");
    try (NDManager manager = TensorDevice.newManager()) {
      assertThat(manager.create(1f).getDevice()).isEqualTo(Device.cpu());
    }
  }
}
