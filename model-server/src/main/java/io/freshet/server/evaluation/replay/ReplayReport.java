package io.freshet.server.evaluation.replay;

import io.freshet.server.evaluation.Bootstrap.Interval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a replay found, as it is written down.
 *
 * @param data name of the data
 * @param targets events that were to be foreseen
 * @param risen of them, those on items that rose after the split
 * @param fresh of them, those on items that were new after the split
 * @param sessionGapSeconds longest pause within a session, where targets are the items of sessions;
 *     0 where they are the items new to their users
 * @param familiarity targets by what their user had to do with the item before, see {@link
 *     Familiarity}
 * @param tickEvents events between two ticks
 * @param rows per contender and arm
 * @param lifts of each contender over each one before it
 */
public record ReplayReport(
    String data,
    int targets,
    int risen,
    int fresh,
    long sessionGapSeconds,
    Map<String, Integer> familiarity,
    int tickEvents,
    List<Row> rows,
    List<Lift> lifts) {
  public ReplayReport {
    familiarity = Collections.unmodifiableMap(new LinkedHashMap<>(familiarity));
    rows = List.copyOf(rows);
    lifts = List.copyOf(lifts);
  }

  /**
   * How much more one contender finds than another in the same arm.
   *
   * @param contender its name
   * @param over name of the other
   * @param arm name of the arm
   * @param slice all targets, risen or new items
   * @param hitRate difference of HR@10, paired
   */
  public record Lift(String contender, String over, String arm, String slice, Interval hitRate) {}

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
   * @param familiarHitRate HR@10 by what the user had to do with the item before
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
      Map<String, Interval> familiarHitRate,
      int refreshes,
      double embedded,
      double sent,
      List<Double> curve) {
    public Row {
      familiarHitRate = Collections.unmodifiableMap(new LinkedHashMap<>(familiarHitRate));
      curve = List.copyOf(curve);
    }
  }
}
