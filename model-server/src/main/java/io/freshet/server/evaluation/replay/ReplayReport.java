package io.freshet.server.evaluation.replay;

import io.freshet.server.evaluation.Bootstrap.Interval;
import java.util.List;

/**
 * What a replay found, as it is written down.
 *
 * @param data name of the data
 * @param targets events that were to be foreseen
 * @param risen of them, those on items that rose after the split
 * @param fresh of them, those on items that were new after the split
 * @param tickEvents events between two ticks
 * @param rows per contender and arm
 */
public record ReplayReport(
    String data, int targets, int risen, int fresh, int tickEvents, List<Row> rows) {
  public ReplayReport {
    rows = List.copyOf(rows);
  }

  /**
   * An arm of a contender, the mean over its seeds.
   *
   * @param contender its name
   * @param arm its name
   * @param seeds how often it was fitted
   * @param hitRate HR@10 over all targets
   * @param reciprocalRank MRR@100 over all targets
   * @param hitRateGain HR@10 less that of live histories alone, paired
   * @param reciprocalRankGain MRR@100 less that of live histories alone, paired
   * @param risenHitRate HR@10 on items that rose
   * @param freshHitRate HR@10 on items that were new
   * @param refreshes refreshes after the split
   * @param embedded mean share of the items that a refresh embedded again
   * @param sent mean share of the items whose vector a refresh sent
   * @param curve HR@10 of equally many targets each, in order of time
   */
  public record Row(
      String contender,
      String arm,
      int seeds,
      Interval hitRate,
      Interval reciprocalRank,
      Interval hitRateGain,
      Interval reciprocalRankGain,
      Interval risenHitRate,
      Interval freshHitRate,
      int refreshes,
      double embedded,
      double sent,
      List<Double> curve) {
    public Row {
      curve = List.copyOf(curve);
    }
  }
}
