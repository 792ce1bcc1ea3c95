package io.freshet.server.evaluation;

import java.util.stream.LongStream;

/**
 * The seeds that contenders are fitted with, one after the other.
 *
 * @param first the first of them
 * @param count how many
 */
public record Seeds(long first, int count) {
  public Seeds {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Cannot evaluate: at least one seed is needed (%d)".formatted(count));
    }
  }

  /** So many seeds from 0 on. */
  public static Seeds upTo(int count) {
    return new Seeds(0, count);
  }

  /** Those of a contender; the first alone where nothing depends on chance. */
  public long[] of(Contender contender) {
    return LongStream.range(0, contender.dependsOnChance() ? count : 1)
        .map(number -> first + number)
        .toArray();
  }
}
