package io.freshet.server.retrieval;

import java.util.Random;

/**
 * Writes of every kind about a few items and users, in versions that come out of order: new states,
 * deletions, late arrivals of what was overtaken. The same seed gives the same writes.
 */
final class RandomWrites {
  static final String RELEASE = "r1";
  static final int DIMENSIONS = 4;

  private static final int ITEMS = 60;
  private static final int USERS = 30;

  private final KafkaWorld world;
  private final Random random;
  private long version = 100;
  private long count;

  RandomWrites(KafkaWorld world, long seed) {
    this.world = world;
    this.random = new Random(seed);
  }

  /** Announces the release and writes one item, so that there is something to serve. */
  void begin() {
    world.announce(RELEASE, DIMENSIONS / 2, 1);
    world.activate(RELEASE);
    world.catalog("first", "track");
    world.embedding(RELEASE, "first", 1, 1, 0, 0, 0);
    count += 4;
  }

  void write(int writes) {
    for (int i = 0; i < writes; i++) {
      write();
    }
  }

  /** Records written so far. */
  long count() {
    return count;
  }

  private void write() {
    version++;
    count++;
    long itsVersion = version - random.nextInt(40);
    String item = "item-" + random.nextInt(ITEMS);
    String user = "user-" + random.nextInt(USERS);
    switch (random.nextInt(12)) {
      case 0 -> world.catalog(item, random.nextBoolean() ? "track" : "podcast", "en", "c" + count);
      case 1 -> world.takeDown(item);
      case 2 -> world.removeEmbedding(RELEASE, item, itsVersion);
      case 3 -> world.history(user, itsVersion, item, "item-" + random.nextInt(ITEMS));
      case 4 -> world.erase(user, itsVersion);
      case 5 -> world.statistics(item, random.nextInt(100));
      case 6 -> world.embedding(RELEASE, item, itsVersion, Float.NaN, 0, 0, 0);
      case 7 -> world.attributes(user, "SE", "plan" + random.nextInt(4));
      case 8 -> world.forgetAttributes(user);
      default -> world.embedding(RELEASE, item, itsVersion, vector());
    }
  }

  private float[] vector() {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
