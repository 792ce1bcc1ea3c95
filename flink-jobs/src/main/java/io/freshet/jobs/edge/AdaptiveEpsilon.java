package io.freshet.jobs.edge;

import io.freshet.jobs.load.LoadLevel;
import io.freshet.jobs.load.LoadSettings;

/**
 * The epsilon in force, from how late the events are whose edges are applied.
 *
 * <p>Idea: time is cut into periods as long as the lag that is allowed. A period in which most edge
 * changes were older than that when they were applied (the source is behind), or that itself ended
 * so late, is late; {@link LoadLevel} makes levels of late and punctual periods, and each level
 * multiplies epsilon by the same factor, up to the limit. Most, and not the oldest: a few events
 * that came late to Kafka are no load. Epsilon 0 stays 0.
 *
 * <p>Mutable, one owner, one thread.
 */
final class AdaptiveEpsilon {
  private final double tightest;
  private final double limit;
  private final LoadSettings settings;
  private final long allowedMillis;

  private LoadLevel level;
  private double inForce;
  private long edges;
  private long lateEdges;

  /** At the tightest. */
  AdaptiveEpsilon(EdgeConfig config) {
    tightest = config.driftEpsilon();
    limit = config.adaptive().limit();
    int levels = tightest == 0 || limit == 1 ? 0 : config.adaptive().levels();
    settings =
        new LoadSettings(
            levels,
            config.adaptiveLag(),
            config.adaptive().loosenAfter(),
            config.adaptive().tightenAfter());
    // Edges wait for their bundle twice; that is no load.
    allowedMillis = config.adaptiveLag().toMillis() + 2 * config.bundleDelay().toMillis();
    level = LoadLevel.first(settings);
    inForce = tightest;
  }

  /** False when epsilon never changes. */
  boolean adapts() {
    return settings.levels() > 0;
  }

  double inForce() {
    return inForce;
  }

  LoadLevel level() {
    return level;
  }

  /** Goes on from a level as it was once. */
  void restore(LoadLevel restored) {
    set(restored);
  }

  long periodMillis() {
    return settings.interval().toMillis();
  }

  /** Edges are applied whose oldest event is so old. */
  void applied(int changedEdges, long ageMillis) {
    edges += changedEdges;
    lateEdges += ageMillis > allowedMillis ? changedEdges : 0;
  }

  /**
   * A period has ended.
   *
   * @param lengthMillis how long it was; a multiple of its right length, or more
   */
  void endPeriod(long lengthMillis) {
    boolean isBehind = 2 * lateEdges > edges;
    long whole = Math.max(1, lengthMillis / periodMillis()) * periodMillis();
    set(level.after(whole, isBehind ? periodMillis() + 1 : 0, edges, settings));
    forgetPeriod();
  }

  /** What was applied since the last period does not count. */
  void forgetPeriod() {
    edges = 0;
    lateEdges = 0;
  }

  private void set(LoadLevel next) {
    level = next;
    int steps = Math.min(level.level(), settings.levels());
    double way = steps == 0 ? 0 : (double) steps / settings.levels();
    inForce = Math.min(2, tightest * Math.pow(limit, way));
  }
}
