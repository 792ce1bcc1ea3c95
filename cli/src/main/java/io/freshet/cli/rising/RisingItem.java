package io.freshet.cli.rising;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.ItemStatistics;
import java.time.Duration;
import java.time.Instant;

/**
 * How much more an item is played now than it usually is.
 *
 * <p>A count that halves in {@code h} stands at {@code rate * h / ln 2} once an item has been
 * played at a steady rate for several {@code h}. So the count of a long half-life tells what that
 * of a short one is for an item whose rate does not change: {@code expected = long * 3 days / 60
 * days}. The rise is the distance to it in standard deviations of a count of rare events, {@code
 * (count - expected) / sqrt(expected + 1)}: it lets neither the largest items lead by a small
 * change nor the smallest by a few plays. An item that is new is one that rises.
 *
 * @param item_id id
 * @param title as in the catalog; the id where that has none
 * @param item_type type
 * @param count plays, half-life 3 days, decayed to the time that was asked for
 * @param expected what a steady rate would make of it, by the count of half-life 60 days
 * @param rise standard deviations between the two; 0 for a steady item, below 0 for a falling one
 * @param first_seen time of the first play, ISO-8601
 */
public record RisingItem(
    String item_id,
    String title,
    String item_type,
    double count,
    double expected,
    double rise,
    String first_seen) {
  private static final Duration SHORT = Duration.ofDays(3);
  private static final Duration LONG = Duration.ofDays(60);

  public RisingItem {
    requireNonNull(item_id, "item_id is null");
    requireNonNull(title, "title is null");
    requireNonNull(item_type, "item_type is null");
    requireNonNull(first_seen, "first_seen is null");
  }

  /** The item at a time; statistics that stand at a later one are taken as they are. */
  static RisingItem at(Instant time, ItemStatistics statistics, String title) {
    Duration age = Duration.between(statistics.getAsOf(), time);
    double count = statistics.getCount3d() * decay(age, SHORT);
    double expected =
        statistics.getCount60d() * decay(age, LONG) * SHORT.toMillis() / LONG.toMillis();
    return new RisingItem(
        statistics.getItemId(),
        title,
        statistics.getItemType(),
        count,
        expected,
        (count - expected) / Math.sqrt(expected + 1),
        statistics.getFirstSeen().toString());
  }

  private static double decay(Duration age, Duration halfLife) {
    return Math.pow(2, -Math.max(0, age.toMillis()) / (double) halfLife.toMillis());
  }
}
