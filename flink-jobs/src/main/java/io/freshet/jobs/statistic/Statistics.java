package io.freshet.jobs.statistic;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.decay.ForwardDecay;
import io.freshet.jobs.record.Interaction;
import io.freshet.schemas.ItemStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;

/**
 * Everything remembered of one item's popularity. Mutable, one owner, one thread.
 *
 * <p>Distinct users are estimated by HyperLogLog with 1,024 registers (standard error 3.3 %, about
 * half a kilobyte), from the registers alone: the sketch's other estimate errs a little less, but
 * depends on the order in which users came.
 */
final class Statistics {
  static final long NEVER = Long.MIN_VALUE;

  private static final int LOG_REGISTERS = 10;
  private static final ForwardDecay DAYS_3 = new ForwardDecay(Duration.ofDays(3));
  private static final ForwardDecay DAYS_14 = new ForwardDecay(Duration.ofDays(14));
  private static final ForwardDecay DAYS_60 = new ForwardDecay(Duration.ofDays(60));

  /** Half-lives 3, 14 and 60 days. */
  final List<DecayedCount> counts =
      List.of(new DecayedCount(DAYS_3), new DecayedCount(DAYS_14), new DecayedCount(DAYS_60));

  HllSketch users = new HllSketch(LOG_REGISTERS);
  String itemType = "";
  double total;
  double publishedTotal;
  long firstSeenMillis = Long.MAX_VALUE;
  long asOfMillis = NEVER;
  long publishedAsOfMillis = NEVER;
  long publishedAtMillis = NEVER;
  long timerAtMillis = NEVER;
  long version;

  /** Set while the catalog does not hold the item: then nothing is counted. */
  boolean gone;

  void add(Interaction interaction) {
    long at = interaction.occurredAtMillis();
    itemType = interaction.itemType();
    counts.forEach(count -> count.add(at));
    total++;
    users.update(interaction.userId());
    firstSeenMillis = Math.min(firstSeenMillis, at);
    asOfMillis = Math.max(asOfMillis, at);
  }

  /** Largest distance, in log scale, of a count to what a reader of the last record holds. */
  double moved() {
    if (publishedAsOfMillis == NEVER) {
      return Double.MAX_VALUE;
    }
    double largest = Math.abs(Math.log1p(total) - Math.log1p(publishedTotal));
    for (DecayedCount count : counts) {
      largest = Math.max(largest, count.moved(asOfMillis, publishedAsOfMillis));
    }
    return largest;
  }

  /** The record to publish now; from here on it is what a reader holds. */
  ItemStatistics publish(String itemId, long nowMillis, long newVersion) {
    requireNonNull(itemId, "itemId is null");
    version = newVersion;
    publishedAtMillis = nowMillis;
    publishedAsOfMillis = asOfMillis;
    publishedTotal = total;
    counts.forEach(count -> count.published = count.at(asOfMillis));
    return new ItemStatistics(
        itemId,
        itemType,
        version,
        Instant.ofEpochMilli(asOfMillis),
        Instant.ofEpochMilli(firstSeenMillis),
        counts.get(0).published,
        counts.get(1).published,
        counts.get(2).published,
        total,
        users.getCompositeEstimate());
  }

  /** What is left of an item that was taken down. */
  static Statistics takenDown(long version) {
    Statistics empty = new Statistics();
    empty.version = version;
    empty.gone = true;
    return empty;
  }
}
