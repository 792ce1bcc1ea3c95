package io.freshet.cli.world;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance. The same seed and the same questions give the same answers. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Dice for one thing among many: mixes the numbers into the seed. */
  static Dice of(long seed, long... numbers) {
    return new Dice(mixed(seed, numbers));
  }

  /** A well mixed 64-bit number of all of them (the finaliser of MurmurHash3). */
  static long mixed(long seed, long... numbers) {
    long mix = seed;
    for (long number : numbers) {
      mix = (mix ^ number) * 0x9E3779B97F4A7C15L;
      mix = (mix ^ (mix >>> 33)) * 0xFF51AFD7ED558CCDL;
      mix ^= mix >>> 33;
    }
    return mix;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  double unit() {
    return random.nextDouble();
  }

  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** An index with a probability proportional to {@code (index + 4)^-0.8}: a long tail. */
  int popular(int bound) {
    // Inverse of the continuous distribution function of x^-0.8 between the two ends.
    double low = Math.pow(4, 0.2);
    double high = Math.pow(bound + 4.0, 0.2);
    return (int) Math.min(bound - 1.0, Math.pow(low + unit() * (high - low), 5) - 4);
  }
}
