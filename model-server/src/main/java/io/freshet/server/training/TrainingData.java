package io.freshet.server.training;

import static java.util.Objects.requireNonNull;

import io.freshet.server.model.Release;
import io.freshet.server.snapshot.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a release learns from: items with a text vector, and their neighborhoods. Items lie in the
 * order of type index, then id, whatever order they came in, so that equal data trains equally.
 *
 * <p>The known types are the {@link Release#MAX_TYPES} most frequent ones. Items of further types
 * train the shared weights alone. A neighbor without a text vector counts as a zero vector: it is
 * left out and the other shares keep their size. Immutable.
 */
public final class TrainingData {
  private final String encoder;
  private final List<String> types;
  private final List<String> ids;
  private final int[] itemTypes;
  private final float[][] vectors;
  private final Graph graph;

  private TrainingData(Builder builder) {
    encoder = builder.encoder;
    types = builder.knownTypes();
    Comparator<Item> byType = Comparator.comparingInt(item -> typeIndex(item.type));
    List<Item> items = new ArrayList<>(builder.items.values());
    items.sort(byType.thenComparing(item -> item.id));
    ids = items.stream().map(item -> item.id).toList();
    itemTypes = items.stream().mapToInt(item -> typeIndex(item.type)).toArray();
    vectors = items.stream().map(item -> item.vector).toArray(float[][]::new);
    graph = graph(builder.relations);
  }

  /**
   * Starts a collection.
   *
   * @param encoder id of the text encoder of all vectors
   * @param textDimensions length of every vector
   */
  public static Builder builder(String encoder, int textDimensions) {
    return new Builder(encoder, textDimensions);
  }

  /** Id of the text encoder. */
  public String encoder() {
    return encoder;
  }

  /** Known item types, by index. */
  public List<String> types() {
    return types;
  }

  /** Number of items with a text vector. */
  public int items() {
    return ids.size();
  }

  /** Number of (item, neighbor) entries between items with a text vector. */
  public int edges() {
    return graph.edges();
  }

  List<String> ids() {
    return ids;
  }

  /** Type index per item; the number of known types stands for all others. */
  int[] itemTypes() {
    return itemTypes;
  }

  float[][] vectors() {
    return vectors;
  }

  Graph graph() {
    return graph;
  }

  private int typeIndex(String type) {
    int index = types.indexOf(type);
    return index < 0 ? types.size() : index;
  }

  private Graph graph(Map<String, List<Relation>> relations) {
    Map<String, Integer> index = new HashMap<>();
    ids.forEach(id -> index.put(id, index.size()));
    int slots = types.size() + 1;
    int[] starts = new int[ids.size() * slots + 1];
    int capacity =
        relations.values().stream().flatMap(List::stream).mapToInt(r -> r.shares.length).sum();
    int[] neighbors = new int[capacity];
    float[] shares = new float[capacity];
    int size = 0;
    for (int row = 0; row < ids.size() * slots; row++) {
      for (Relation relation : relations.getOrDefault(ids.get(row / slots), List.of())) {
        if (typeIndex(relation.neighborType) == row % slots) {
          for (int k = 0; k < relation.shares.length; k++) {
            Integer neighbor = index.get(relation.ids.get(k));
            if (neighbor != null && neighbor != row / slots) {
              neighbors[size] = neighbor;
              shares[size++] = relation.shares[k];
            }
          }
        }
      }
      starts[row + 1] = size;
    }
    return new Graph(
        ids.size(), slots, starts, Arrays.copyOf(neighbors, size), Arrays.copyOf(shares, size));
  }

  private record Item(
      String id, String type, @SuppressWarnings("ArrayRecordComponent") float[] vector) {}

  private record Relation(
      String neighborType,
      List<String> ids,
      @SuppressWarnings("ArrayRecordComponent") float[] shares) {}

  /** Collects items and neighborhoods in any order; one owner, one thread. */
  public static final class Builder {
    private final String encoder;
    private final int textDimensions;
    private final Map<String, Item> items = new HashMap<>();
    private final Map<String, List<Relation>> relations = new HashMap<>();

    private Builder(String encoder, int textDimensions) {
      this.encoder = requireNonNull(encoder, "encoder is null");
      this.textDimensions = textDimensions;
    }

    /**
     * Adds an item, replacing one of that id.
     *
     * @param vector its raw text vector; not copied
     * @throws IllegalArgumentException when the vector has another length or is not finite
     */
    public Builder item(String id, String type, float[] vector) {
      if (vector.length != textDimensions) {
        throw new IllegalArgumentException(
            "Cannot add item %s: its text vector must have %d dimensions (%d)"
                .formatted(id, textDimensions, vector.length));
      }
      for (float value : vector) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "Cannot add item %s: its text vector is not finite (%s)".formatted(id, value));
        }
      }
      items.put(requireNonNull(id, "id is null"), new Item(id, requireNonNull(type), vector));
      return this;
    }

    /**
     * Adds the neighbors of one type to an item's neighborhood.
     *
     * @param neighbors ids, heaviest first
     * @param shares their shares, each at least 0
     */
    public Builder neighbors(
        String id, String neighborType, List<String> neighbors, float[] shares) {
      if (neighbors.size() != shares.length) {
        throw new IllegalArgumentException(
            "Cannot add neighbors of %s: %d ids need as many shares (%d)"
                .formatted(id, neighbors.size(), shares.length));
      }
      for (float share : shares) {
        if (!(share >= 0 && share <= 1.001f)) {
          throw new IllegalArgumentException(
              "Cannot add neighbors of %s: a share must be 0 to 1 (%s)".formatted(id, share));
        }
      }
      relations
          .computeIfAbsent(id, any -> new ArrayList<>())
          .add(new Relation(neighborType, List.copyOf(neighbors), shares));
      return this;
    }

    /** The data collected. */
    public TrainingData build() {
      return new TrainingData(this);
    }

    private List<String> knownTypes() {
      Map<String, Long> counts =
          items.values().stream()
              .collect(
                  Collectors.groupingBy(item -> item.type, TreeMap::new, Collectors.counting()));
      return counts.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .limit(Release.MAX_TYPES)
          .map(Map.Entry::getKey)
          .sorted()
          .toList();
    }
  }

  /** Mean text vector over all items. */
  float[] textMean() {
    int dimensions = vectors.length == 0 ? 0 : vectors[0].length;
    float[] mean = new float[dimensions];
    IntStream.range(0, dimensions)
        .forEach(
            k ->
                mean[k] =
                    (float) Arrays.stream(vectors).mapToDouble(v -> v[k]).average().orElse(0));
    return mean;
  }
}
