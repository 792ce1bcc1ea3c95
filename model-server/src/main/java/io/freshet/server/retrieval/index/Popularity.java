package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * Decayed numbers of interactions of an item, as they stood at one time.
 *
 * <p>Counts that decay with one half-life keep their order for ever, so {@link #rank} compares
 * counts taken at different times without decaying them first: log2(count) plus the half-lives
 * since 1970. It neither overflows nor vanishes, whatever the age (forward decay).
 *
 * @param type type of the item
 * @param count interactions decayed to {@code asOf}, half-life {@link #HALF_LIFE}
 * @param count14Days the same, half-life 14 days
 * @param count60Days the same, half-life 60 days
 * @param total interactions, not decayed
 * @param firstSeen time of the first interaction
 * @param asOf time the counts stand at
 */
public record Popularity(
    String type,
    double count,
    double count14Days,
    double count60Days,
    double total,
    Instant firstSeen,
    Instant asOf) {
  /** Half-life of the counts: the shortest that the statistics carry. */
  public static final Duration HALF_LIFE = Duration.ofDays(3);

  private static final double LOG_2 = Math.log(2);

  public Popularity {
    requireNonNull(type, "type is null");
    Times.check("popularity", asOf);
    Times.check("first interaction", firstSeen);
    checkCount(count);
    checkCount(count14Days);
    checkCount(count60Days);
    checkCount(total);
  }

  /** An item whose interactions all happened at one time. */
  public Popularity(String type, double count, Instant asOf) {
    this(type, count, count, count, count, asOf, asOf);
  }

  private static void checkCount(double count) {
    if (!(count >= 0) || Double.isInfinite(count)) {
      throw new IllegalArgumentException(
          "Cannot hold popularity: count must be finite and not negative (%s)".formatted(count));
    }
  }

  /** Orders items by their decayed counts at any common time; minus infinity for none at all. */
  public double rank() {
    return Math.log(count) / LOG_2 + halfLives(asOf);
  }

  /** The count that a rank stands for, decayed (or grown) to {@code now}. */
  public static double countAt(double rank, Instant now) {
    return Math.exp((rank - halfLives(now)) * LOG_2);
  }

  private static double halfLives(Instant time) {
    return (double) time.toEpochMilli() / HALF_LIFE.toMillis();
  }
}
