package io.freshet.server.inference.text;

/**
 * Keeps DJL off the network. Left alone it looks for newer native libraries and reports usage;
 * everything Freshet needs is on the class path.
 */
public final class OfflineEngines {
  private static final String OFFLINE = "ai.djl.offline";
  private static final String NO_TRACKING = "OPT_OUT_TRACKING";

  private OfflineEngines() {}

  /** Takes effect for engines not yet loaded; a setting made by the operator is kept. */
  public static void enforce() {
    setIfAbsent(OFFLINE);
    setIfAbsent(NO_TRACKING);
  }

  private static void setIfAbsent(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }
}
