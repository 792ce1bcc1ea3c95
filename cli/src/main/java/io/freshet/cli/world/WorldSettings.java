package io.freshet.cli.world;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * Sizes of a world.
 *
 * @param seed everything follows from it
 * @param items catalog items at the start
 * @param users listeners
 * @param communities groups of items that the same people like; texts show a third of it
 * @param warmUpEnd end of the recorded history, start of the live events
 * @param warmUpSpan how far back the history goes
 * @param tasteLife how long one of a user's tastes lasts before another takes its place
 * @param releaseEvery a new item comes out after so many live events
 * @param maxReleases and no more of them than this
 */
public record WorldSettings(
    long seed,
    int items,
    int users,
    int communities,
    Instant warmUpEnd,
    Duration warmUpSpan,
    Duration tasteLife,
    int releaseEvery,
    int maxReleases) {
  public WorldSettings {
    requireNonNull(warmUpEnd, "warmUpEnd is null");
    atLeast(1, "users", users);
    atLeast(1, "communities", communities);
    atLeast(communities * 3L, "items", items);
    atLeast(1, "releaseEvery", releaseEvery);
    atLeast(0, "maxReleases", maxReleases);
    atLeast(1, "warmUpSpan milliseconds", warmUpSpan.toMillis());
    atLeast(1, "tasteLife milliseconds", tasteLife.toMillis());
  }

  /** 4,000 items, 2,000 users, 36 communities, 30 days of history until then. */
  public static WorldSettings defaults(long seed, Instant warmUpEnd) {
    return new WorldSettings(
        seed, 4_000, 2_000, 36, warmUpEnd, Duration.ofDays(30), Duration.ofDays(40), 2_000, 500);
  }

  /** The same with other sizes. */
  public WorldSettings sized(int newItems, int newUsers) {
    return new WorldSettings(
        seed,
        newItems,
        newUsers,
        communities,
        warmUpEnd,
        warmUpSpan,
        tasteLife,
        releaseEvery,
        maxReleases);
  }

  private static void atLeast(long least, String what, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Cannot make a world: %s must be at least %d (%d)".formatted(what, least, value));
    }
  }
}
