package io.freshet.benchmarks.retrieval;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Writes as an embedding job would make them: items at random, each moved by about {@value
 * #DISTANCE} from where it was. Moves are drawn beforehand, so that making a write costs little
 * beside applying it. One owner, one thread.
 */
final class Drift {
  static final double DISTANCE = .2;

  private static final int MOVES = 1024;

  private final VectorSet set;
  private final float[][] moves = new float[MOVES][];
  private final SplittableRandom random;

  Drift(VectorSet set, long seed) {
    this.set = set;
    this.random = new SplittableRandom(seed);
    Random gaussian = new Random(seed);
    double deviation = DISTANCE / Math.sqrt(set.dimensions());
    for (int i = 0; i < MOVES; i++) {
      moves[i] = VectorSet.gaussian(gaussian, set.dimensions(), deviation);
    }
  }

  int nextItem() {
    return random.nextInt(set.items().length);
  }

  /** Moves the item in the set, and gives its new vector, which is not changed any more. */
  float[] move(int item) {
    float[] moved = set.items()[item].clone();
    float[] move = moves[random.nextInt(MOVES)];
    for (int k = 0; k < moved.length; k++) {
      moved[k] += move[k];
    }
    VectorSet.unit(moved);
    set.items()[item] = moved;
    return moved;
  }
}
