package io.freshet.server.inference.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.regex.Pattern;

/**
 * Where tensors live and are computed: on a GPU or on the CPU, by the same code. One choice for a
 * process, as of the engine's other settings ({@link EngineDefaults}), made before its first
 * tensor.
 *
 * <p>Its names: {@code auto}, the default, is a GPU where the tensor engine finds one and else the
 * CPU; {@code cpu}; {@code gpu}, the first; and {@code gpu:0}, {@code gpu:1} and so on where there
 * are several. Whoever names a GPU gets one or an error, never the CPU in its place.
 */
public final class TensorDevice {
  /** What is chosen where nobody chooses. */
  public static final String AUTO = "auto";

  private static final String PROPERTY = "freshet.device";
  private static final String ENGINE = "PyTorch";
  private static final String CPU = "cpu";
  private static final String GPU = "gpu";
  private static final Pattern NAME = Pattern.compile("auto|cpu|gpu(:[0-9]{1,3})?");

  private TensorDevice() {}

  /**
   * Chooses for this process.
   *
   * @throws IllegalArgumentException when it is no name of a device
   * @throws IllegalStateException when it is a GPU that the tensor engine does not find
   */
  public static void choose(String name) {
    checkName(name);
    if (name.startsWith(GPU)) {
      named(name);
    }
    System.setProperty(PROPERTY, name);
  }

  /**
   * The process's device.
   *
   * @throws IllegalArgumentException when the system property holds no name of a device
   * @throws IllegalStateException when it is a GPU that the tensor engine does not find
   */
  public static Device chosen() {
    return named(System.getProperty(PROPERTY, AUTO));
  }

  /** The device of that name; throws as {@link #choose} does. */
  public static Device named(String name) {
    EngineDefaults.apply();
    return named(name, Engine.getEngine(ENGINE).getGpuCount());
  }

  /** The same where the engine finds so many GPUs. */
  static Device named(String name, int gpus) {
    checkName(name);
    if (name.equals(CPU) || (name.equals(AUTO) && gpus == 0)) {
      return Device.cpu();
    }
    int index = name.contains(":") ? Integer.parseInt(name.substring(GPU.length() + 1)) : 0;
    if (index >= gpus) {
      String found = gpus == 0 ? "no GPU" : "none after gpu:" + (gpus - 1);
      throw new IllegalStateException(
          "Cannot compute on %s: the tensor engine finds %s; see \"On a GPU\" in docs/deployment.md, or choose cpu"
              .formatted(name, found));
    }
    return Device.gpu(index);
  }

  /** A manager of tensors on the process's device; throws as {@link #chosen} does. */
  public static NDManager newManager() {
    return newManager(chosen());
  }

  /** A manager of tensors on a device. */
  public static NDManager newManager(Device device) {
    return NDManager.newBaseManager(device, ENGINE);
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot choose a device: it must be auto, cpu, gpu or gpu:N (%s)".formatted(name));
    }
  }
}
