package io.freshet.jobs.embedding;

import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A seeded story of a changing graph: texts that appear, change, vanish and return, items that
 * change type, neighborhoods that grow, shrink, shift and are removed, records that arrive late or
 * twice, types that cannot be embedded.
 */
public final class GraphScript {
  /** Components of a text vector. */
  public static final int TEXT_DIMENSIONS = 5;

  private static final List<String> TYPES = List.of("track", "album", "podcast");
  private static final List<String> BAD_TYPES = List.of("bad0", "bad1", "bad2");

  /**
   * What arrives in one round.
   *
   * @param number the round
   * @param features in order of arrival
   * @param neighborhoods in order of arrival
   */
  public record Round(
      long number, List<FeatureUpdate> features, List<NeighborhoodUpdate> neighborhoods) {}

  private final Random random;
  private final int items;
  private final double badShare;
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final Map<String, List<NeighborShare>> neighborhoods = new HashMap<>();
  private long clock = 1_000;

  private GraphScript(Random random, int items, double badShare) {
    this.random = random;
    this.items = items;
    this.badShare = badShare;
  }

  /**
   * A story of some rounds; the first is the backlog, round 0, and brings most items.
   *
   * @param badShare share of type draws that give a type which some layer cannot embed
   */
  public static List<Round> rounds(long seed, int items, int rounds, int changes, double badShare) {
    GraphScript script = new GraphScript(new Random(seed), items, badShare);
    List<Round> story = new ArrayList<>();
    for (int number = 0; number < rounds; number++) {
      story.add(script.round(number, number == 0 ? items * 2 : script.random.nextInt(changes + 1)));
    }
    return story;
  }

  private Round round(long number, int changes) {
    Round round = new Round(number, new ArrayList<>(), new ArrayList<>());
    for (int change = 0; change < changes; change++) {
      if (random.nextInt(10) < 4) {
        changeFeature(round);
      } else {
        changeNeighborhood(round);
      }
    }
    return round;
  }

  private void changeFeature(Round round) {
    String item = item();
    int kind = random.nextInt(10);
    long version = version("feature/" + item);
    if (kind == 0) {
      round.features().add(FeatureUpdate.removal(item, version, round.number(), clock++));
      return;
    }
    if (kind <= 2 || !types.containsKey(item)) {
      types.put(item, type());
    }
    int text = random.nextInt(40);
    FeatureUpdate update =
        new FeatureUpdate(
            item,
            types.get(item),
            "text-" + text,
            text(text),
            false,
            version,
            round.number(),
            clock++);
    round.features().add(update);
    if (kind == 9) {
      round.features().add(update);
    }
  }

  private void changeNeighborhood(Round round) {
    String item = item();
    int kind = random.nextInt(12);
    long version = version("neighborhood/" + item);
    List<NeighborShare> neighbors = new ArrayList<>(neighborhoods.getOrDefault(item, List.of()));
    if (kind == 0) {
      neighborhoods.remove(item);
      round.neighborhoods().add(NeighborhoodUpdate.removal(item, version, round.number(), clock++));
      return;
    }
    if (kind <= 3 && !neighbors.isEmpty()) {
      neighbors.remove(random.nextInt(neighbors.size()));
    } else if (kind <= 6) {
      neighbors.add(neighbor(item));
    } else {
      neighbors.clear();
      int size = random.nextInt(7);
      for (int index = 0; index < size; index++) {
        neighbors.add(neighbor(item));
      }
    }
    List<NeighborShare> normalised = normalised(neighbors);
    neighborhoods.put(item, normalised);
    NeighborhoodUpdate update =
        new NeighborhoodUpdate(item, normalised, false, version, round.number(), clock++);
    round.neighborhoods().add(update);
    if (kind == 11) {
      round
          .neighborhoods()
          .add(
              new NeighborhoodUpdate(item, List.of(), false, version - 1, round.number(), clock++));
    }
  }

  private NeighborShare neighbor(String item) {
    String source = item();
    String type = random.nextInt(4) == 0 ? type() : types.getOrDefault(source, TYPES.get(0));
    return new NeighborShare(
        source.equals(item) ? "stranger" : source, type, .05f + random.nextFloat());
  }

  /** Shares of one relation sum to 1, as in the records; a source is listed once per relation. */
  private static List<NeighborShare> normalised(List<NeighborShare> neighbors) {
    Map<String, Map<String, Float>> relations = new HashMap<>();
    for (NeighborShare neighbor : neighbors) {
      relations
          .computeIfAbsent(neighbor.relationType(), type -> new HashMap<>())
          .put(neighbor.source(), neighbor.share());
    }
    List<NeighborShare> normalised = new ArrayList<>();
    relations.forEach(
        (type, shares) -> {
          double total = shares.values().stream().mapToDouble(Float::doubleValue).sum();
          shares.forEach(
              (source, share) ->
                  normalised.add(new NeighborShare(source, type, (float) (share / total))));
        });
    return normalised;
  }

  private static float[] text(int number) {
    Random random = new Random(number * 7_919L + 13);
    float[] vector = new float[TEXT_DIMENSIONS];
    for (int index = 0; index < vector.length; index++) {
      vector[index] = (float) random.nextGaussian();
    }
    return vector;
  }

  private long version(String key) {
    return versions.merge(key, 2L + random.nextInt(3), Long::sum);
  }

  private String type() {
    return random.nextDouble() < badShare
        ? BAD_TYPES.get(random.nextInt(BAD_TYPES.size()))
        : TYPES.get(random.nextInt(TYPES.size()));
  }

  private String item() {
    return "item-" + random.nextInt(items);
  }
}
