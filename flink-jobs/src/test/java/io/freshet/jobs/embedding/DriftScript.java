package io.freshet.jobs.embedding;

import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.OldestEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A seeded story of a graph in use: every round some edges become heavier and a few come or go,
 * neighborhoods are published when their shares drifted by more than epsilon (L1), and now and then
 * a text changes, mostly a little.
 */
public final class DriftScript {
  private static final List<String> TYPES = List.of("track", "album");
  private static final double TEXT_CHANGES = .5;
  private static final double SMALL_CHANGES = .7;

  private final Random random;
  private final int items;
  private final int degree;
  private final double epsilon;
  private final List<Map<Integer, Double>> weights = new ArrayList<>();
  private final List<Map<Integer, Double>> published = new ArrayList<>();
  private final List<float[]> texts = new ArrayList<>();
  private long version = 1;

  private DriftScript(long seed, int items, int degree, double epsilon) {
    this.random = new Random(seed);
    this.items = items;
    this.degree = degree;
    this.epsilon = epsilon;
  }

  /**
   * A story of some rounds; the first is the backlog and brings everything.
   *
   * @param degree neighbors of an item
   */
  public static List<Round> rounds(long seed, int items, int degree, double epsilon, int rounds) {
    DriftScript script = new DriftScript(seed, items, degree, epsilon);
    List<Round> story = new ArrayList<>(List.of(script.backlog()));
    for (int number = 1; number < rounds; number++) {
      story.add(script.round(number));
    }
    return story;
  }

  private Round backlog() {
    Round backlog = new Round(0, new ArrayList<>(), new ArrayList<>());
    for (int item = 0; item < items; item++) {
      texts.add(text());
      backlog.features().add(feature(item, 0));
      Map<Integer, Double> edges = new TreeMap<>();
      while (edges.size() < degree) {
        edges.put(other(item), random.nextDouble() + .1);
      }
      weights.add(edges);
      published.add(shares(edges));
      backlog.neighborhoods().add(neighborhood(item, 0));
    }
    return backlog;
  }

  private Round round(long number) {
    Round round = new Round(number, new ArrayList<>(), new ArrayList<>());
    for (int event = 0; event < items / 3; event++) {
      int item = random.nextInt(items);
      happen(item);
      Map<Integer, Double> shares = shares(weights.get(item));
      if (drift(shares, published.get(item)) > epsilon) {
        published.set(item, shares);
        round.neighborhoods().add(neighborhood(item, number));
      }
    }
    if (random.nextDouble() < TEXT_CHANGES) {
      int item = random.nextInt(items);
      texts.set(item, random.nextDouble() < SMALL_CHANGES ? moved(texts.get(item)) : text());
      round.features().add(feature(item, number));
    }
    return round;
  }

  private void happen(int item) {
    Map<Integer, Double> edges = weights.get(item);
    List<Integer> known = List.copyOf(edges.keySet());
    boolean isNew = random.nextInt(3) == 0;
    int neighbor = isNew ? other(item) : known.get(random.nextInt(known.size()));
    edges.merge(neighbor, random.nextDouble(), Double::sum);
    if (edges.size() > degree) {
      edges.remove(
          edges.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey());
    }
  }

  private static String type(int item) {
    return TYPES.get(item % TYPES.size());
  }

  private int other(int item) {
    return (item + 1 + random.nextInt(items - 1)) % items;
  }

  /** Shares of one type sum to 1. */
  private static Map<Integer, Double> shares(Map<Integer, Double> edges) {
    Map<String, Double> totals = new HashMap<>();
    edges.forEach((neighbor, weight) -> totals.merge(type(neighbor), weight, Double::sum));
    Map<Integer, Double> shares = new TreeMap<>(Comparator.naturalOrder());
    edges.forEach(
        (neighbor, weight) ->
            shares.put(neighbor, weight / totals.getOrDefault(type(neighbor), 1.)));
    return shares;
  }

  private static double drift(Map<Integer, Double> now, Map<Integer, Double> before) {
    Map<Integer, Double> all = new HashMap<>(before);
    now.forEach((neighbor, share) -> all.merge(neighbor, -share, Double::sum));
    Map<String, Double> byType = new HashMap<>();
    all.forEach(
        (neighbor, difference) -> byType.merge(type(neighbor), Math.abs(difference), Double::sum));
    return byType.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private NeighborhoodUpdate neighborhood(int item, long round) {
    List<NeighborShare> neighbors = new ArrayList<>();
    published
        .get(item)
        .forEach(
            (neighbor, share) ->
                neighbors.add(
                    new NeighborShare("item-" + neighbor, type(neighbor), share.floatValue())));
    return new NeighborhoodUpdate(
        "item-" + item, neighbors, false, version++, round, OldestEvent.NONE);
  }

  private FeatureUpdate feature(int item, long round) {
    return new FeatureUpdate(
        "item-" + item,
        type(item),
        "text-" + version,
        texts.get(item),
        false,
        version++,
        round,
        OldestEvent.NONE);
  }

  private float[] text() {
    float[] vector = new float[GraphScript.TEXT_DIMENSIONS];
    for (int index = 0; index < vector.length; index++) {
      vector[index] = (float) random.nextGaussian();
    }
    return vector;
  }

  private float[] moved(float[] text) {
    float[] vector = text.clone();
    for (int index = 0; index < vector.length; index++) {
      vector[index] += (float) (random.nextGaussian() * .05);
    }
    return vector;
  }
}
