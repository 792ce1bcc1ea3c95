package io.freshet.server.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A small world with a secret: items of three types belong to topics, which their text shows, and
 * within a topic to circles, which only the co-interactions show. Users stay mostly in one circle.
 */
final class SyntheticWorld {
  static final List<String> TYPES = List.of("audiobook", "podcast", "track");
  private static final int TEXT = 48;

  private final SplittableRandom random;
  private final int items;
  private final int topics;
  private final int circles;
  private final int neighbors;

  SyntheticWorld(long seed, int items, int topics, int circles, int neighbors) {
    random = new SplittableRandom(seed);
    this.items = items;
    this.topics = topics;
    this.circles = circles;
    this.neighbors = neighbors;
  }

  TrainingData data() {
    TrainingData.Builder builder = TrainingData.builder("synthetic", TEXT);
    float[][] centres = new float[topics][];
    for (int topic = 0; topic < topics; topic++) {
      centres[topic] = gaussian(1);
    }
    for (int item = 0; item < items; item++) {
      float[] vector = gaussian(1.5);
      for (int k = 0; k < TEXT; k++) {
        vector[k] += centres[topic(item)][k] + 2;
      }
      builder.item("item-" + item, type(item), unit(vector));
    }
    List<Map<Integer, Double>> weights = coInteractions();
    for (int item = 0; item < items; item++) {
      addNeighbors(builder, item, weights.get(item));
    }
    return builder.build();
  }

  /** Sessions of a user: two items of one circle, sometimes of the topic, sometimes any. */
  private List<Map<Integer, Double>> coInteractions() {
    List<Map<Integer, Double>> weights = new ArrayList<>();
    for (int item = 0; item < items; item++) {
      weights.add(new TreeMap<>());
    }
    for (int k = 0; k < items * neighbors * 2; k++) {
      int a = random.nextInt(items);
      double luck = random.nextDouble();
      int step = luck < 0.7 ? topics * circles : luck < 0.85 ? topics : 1;
      int b = (a % step) + step * random.nextInt((items - a % step + step - 1) / step);
      if (a != b) {
        weights.get(a).merge(b, 1.0, Double::sum);
        weights.get(b).merge(a, 1.0, Double::sum);
      }
    }
    return weights;
  }

  private void addNeighbors(TrainingData.Builder builder, int item, Map<Integer, Double> weights) {
    for (String type : TYPES) {
      List<Map.Entry<Integer, Double>> top =
          weights.entrySet().stream()
              .filter(entry -> type(entry.getKey()).equals(type))
              .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder()))
              .limit(neighbors)
              .toList();
      double sum = top.stream().mapToDouble(Map.Entry::getValue).sum();
      float[] shares = new float[top.size()];
      for (int k = 0; k < shares.length; k++) {
        shares[k] = (float) (top.get(k).getValue() / sum);
      }
      List<String> ids = top.stream().map(entry -> "item-" + entry.getKey()).toList();
      if (!ids.isEmpty()) {
        builder.neighbors("item-" + item, type, ids, shares);
      }
    }
  }

  private int topic(int item) {
    return item % topics;
  }

  private String type(int item) {
    int draw = Math.floorMod(item * 31 + item / 7, 10);
    return draw < 2 ? TYPES.get(0) : draw < 5 ? TYPES.get(1) : TYPES.get(2);
  }

  private float[] gaussian(double deviation) {
    float[] vector = new float[TEXT];
    for (int k = 0; k < TEXT; k++) {
      vector[k] = (float) (random.nextGaussian() * deviation);
    }
    return vector;
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    for (int k = 0; k < vector.length; k++) {
      vector[k] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
