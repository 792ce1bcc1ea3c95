package io.freshet.benchmarks.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToIntFunction;

/** Seeded traffic of three shapes: 50 likes per user over 10,000 items, one a second. */
final class InventedTraffic {
  static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final int ITEMS = 10_000;
  private static final int LIKES_PER_USER = 50;
  private static final int HUB_ONE_IN = 10;
  private static final long SEED = 20_260_726;
  private static final Duration SPAN = Duration.ofDays(25);

  private InventedTraffic() {}

  /** Every item as likely as any other. */
  static Traffic uniform(int events) {
    return draw("uniform", events, random -> random.nextInt(ITEMS));
  }

  /** The n-th item 1/n as likely as the first. */
  static Traffic zipf(int events) {
    double[] cumulated = new double[ITEMS];
    double sum = 0;
    for (int i = 0; i < ITEMS; i++) {
      sum += 1.0 / (i + 1);
      cumulated[i] = sum;
    }
    double total = sum;
    return draw("zipf", events, random -> at(cumulated, random.nextDouble() * total));
  }

  /** One like in ten is of the same item, the others uniform. */
  static Traffic hub(int events) {
    return draw(
        "hub", events, random -> random.nextInt(HUB_ONE_IN) == 0 ? 0 : random.nextInt(ITEMS));
  }

  private static int at(double[] cumulated, double drawn) {
    int found = Arrays.binarySearch(cumulated, drawn);
    return found < 0 ? -found - 1 : found;
  }

  private static Traffic draw(String name, int events, ToIntFunction<Random> item) {
    Random random = new Random(SEED);
    int count = Math.max(1, events / LIKES_PER_USER);
    int[] users = new int[events];
    int[] items = new int[events];
    long[] at = new long[events];
    for (int i = 0; i < events; i++) {
      users[i] = random.nextInt(count);
      items[i] = item.applyAsInt(random);
      at[i] = START + SPAN.toMillis() * i / events;
    }
    return new Traffic(name, false, users, items, at);
  }
}
