package io.freshet.server.inference.engine;

/**
 * How DJL's engines run in a server, unless the operator set it otherwise. Takes effect for engines
 * not yet loaded.
 *
 * <p>Off the network: left alone, DJL looks for newer native libraries and reports usage;
 * everything Freshet needs is on the class path. One thread per PyTorch operation: a layer's
 * matrices are small and several models run at the same time; with a thread per core their spinning
 * made operations 10 to 15 times slower on a busy machine of two cores.
 */
public final class EngineDefaults {
  private EngineDefaults() {}

  /** Sets what is not set. */
  public static void apply() {
    setIfAbsent("ai.djl.offline", "true");
    setIfAbsent("OPT_OUT_TRACKING", "true");
    setIfAbsent("ai.djl.pytorch.num_threads", "1");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
