package io.freshet.cli.world;

import java.time.Instant;

/**
 * What users like: three communities each, of unequal weight. Each taste lasts a while and is then
 * replaced by another, at a moment of its own. A pure function of user and time, so that history
 * and live events agree without anything being kept.
 */
final class Tastes {
  private static final double FIRST = 0.6;
  private static final double SECOND = 0.3;

  private final WorldSettings settings;

  Tastes(WorldSettings settings) {
    this.settings = settings;
  }

  /** A community the user likes at that time, drawn by its weight. */
  int community(int user, Instant time, Dice dice) {
    double unit = dice.unit();
    int slot = unit < FIRST ? 0 : unit < FIRST + SECOND ? 1 : 2;
    return community(user, slot, time);
  }

  /** The community in one of the user's slots at that time. */
  int community(int user, int slot, Instant time) {
    long life = settings.tasteLife().toMillis();
    long phase = Math.floorMod(Dice.mixed(settings.seed(), 4, user, slot), life);
    long generation = Math.floorDiv(time.toEpochMilli() + phase, life);
    long choice = Dice.mixed(settings.seed(), 5, user, slot, generation);
    return (int) Math.floorMod(choice, (long) settings.communities());
  }
}
