package io.freshet.cli;

import io.freshet.server.inference.engine.TensorDevice;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where tensors are computed, for commands that compute some. */
final class DeviceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  @Option(
      names = "--device",
      defaultValue = TensorDevice.AUTO,
      paramLabel = "NAME",
      description =
          "Where tensors are computed: cpu, gpu, gpu:N, or auto, a GPU where there is one"
              + " (default: auto).")
  private String name = TensorDevice.AUTO;

  /**
   * Chooses for this process.
   *
   * @throws ParameterException when it is no name of a device
   * @throws IllegalStateException when it is a GPU and there is none
   */
  void choose() {
    try {
      TensorDevice.choose(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(mixee.commandLine(), e.getMessage(), e);
    }
  }
}
