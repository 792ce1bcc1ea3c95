package io.freshet.server.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A trained model: what it reads, what it yields, its weights and the figures measured when it was
 * trained. On disk it is a directory of {@code release.json} and {@code hgnn.safetensors},
 * described in {@code docs/release.md}.
 *
 * @param id name of the release, {@code [a-z0-9-]{1,40}}
 * @param encoder id of the text encoder whose vectors it reads
 * @param textDimensions length of the encoder's vectors
 * @param dimensions length of one layer's vector
 * @param layers number of graph layers
 * @param types item types with weights of their own; a type's position is its index
 * @param towers the two towers, where it has them; without, its embeddings are compared directly
 * @param provenance how it came to be, where that was written down
 * @param metrics figures by name
 * @param weights by the names and shapes of {@link HgnnShape#weights} and {@link
 *     TowerShape#weights}
 */
public record Release(
    String id,
    String encoder,
    int textDimensions,
    int dimensions,
    int layers,
    List<String> types,
    Optional<TowerSpec> towers,
    Optional<Provenance> provenance,
    Map<String, Double> metrics,
    Map<String, Tensor> weights) {
  /** Most item types with weights of their own; further types use the shared weights. */
  public static final int MAX_TYPES = 16;

  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");

  public Release {
    checkId("release", id);
    checkId("encoder", encoder);
    types = List.copyOf(types);
    metrics = Map.copyOf(metrics);
    weights = Map.copyOf(weights);
    if (types.stream().distinct().count() != types.size()) {
      throw new IllegalArgumentException(
          "Cannot make release %s: a type is listed twice (%s)".formatted(id, types));
    }
    HgnnShape network = new HgnnShape(textDimensions, dimensions, layers, types.size());
    Map<String, List<Integer>> expected = new LinkedHashMap<>(network.weights());
    towers.ifPresent(spec -> expected.putAll(spec.shape(network).weights()));
    checkWeights(id, expected, weights);
  }

  /** A release of the graph network alone. */
  public Release(
      String id,
      String encoder,
      int textDimensions,
      int dimensions,
      int layers,
      List<String> types,
      Map<String, Double> metrics,
      Map<String, Tensor> weights) {
    this(
        id,
        encoder,
        textDimensions,
        dimensions,
        layers,
        types,
        Optional.empty(),
        Optional.empty(),
        metrics,
        weights);
  }

  /** Sizes of the model. */
  public HgnnShape shape() {
    return new HgnnShape(textDimensions, dimensions, layers, types.size());
  }

  /** This release with what was measured and how it came to be. */
  public Release with(Map<String, Double> measured, Provenance facts) {
    return new Release(
        id,
        encoder,
        textDimensions,
        dimensions,
        layers,
        types,
        towers,
        Optional.of(facts),
        measured,
        weights);
  }

  /** Sizes of the towers, where it has them. */
  public Optional<TowerShape> towerShape() {
    return towers.map(spec -> spec.shape(shape()));
  }

  /** The weight of that name. */
  public Tensor weight(String name) {
    return requireNonNull(weights.get(name), name);
  }

  /**
   * Reads a release directory, verifying checksums, names, shapes and that every weight is finite.
   *
   * @throws InvalidReleaseException when it is incomplete, corrupt or of another format
   */
  public static Release load(Path directory) throws IOException {
    return ReleaseDirectory.load(directory, Optional.empty());
  }

  /**
   * Reads a release directory as {@link #load(Path)} does, and only if it is the one announced.
   *
   * @param checksum SHA-256 of its {@code release.json} as hex
   * @throws InvalidReleaseException when it is not, or as {@link #load(Path)}
   */
  public static Release load(Path directory, String checksum) throws IOException {
    return ReleaseDirectory.load(directory, Optional.of(checksum));
  }

  /** SHA-256 of a release directory's {@code release.json} as hex, for the announcement. */
  public static String checksum(Path directory) throws IOException {
    return ReleaseDirectory.checksum(directory);
  }

  /**
   * Writes the release as a new directory that appears whole or not at all.
   *
   * @param directory the directory to make; must not exist, its parent is created where missing
   * @return SHA-256 of {@code release.json} as hex, for the announcement
   */
  public String write(Path directory) throws IOException {
    return ReleaseDirectory.write(this, directory);
  }

  private static void checkId(String what, String id) {
    if (!ID.matcher(requireNonNull(id, what + " is null")).matches()) {
      throw new IllegalArgumentException(
          "Cannot make a release: id of the %s must match %s (%s)".formatted(what, ID, id));
    }
  }

  private static void checkWeights(
      String id, Map<String, List<Integer>> expected, Map<String, Tensor> weights) {
    if (!expected.keySet().equals(weights.keySet())) {
      throw new IllegalArgumentException(
          "Cannot make release %s: its sizes ask for weights %s (%s)"
              .formatted(id, expected.keySet(), weights.keySet()));
    }
    expected.forEach(
        (name, axes) -> {
          Tensor weight = requireNonNull(weights.get(name), name);
          if (!weight.shape().equals(axes)) {
            throw new IllegalArgumentException(
                "Cannot make release %s: weight %s must have shape %s (%s)"
                    .formatted(id, name, axes, weight.shape()));
          }
          checkFinite(id, name, weight.values());
        });
  }

  private static void checkFinite(String id, String name, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "Cannot make release %s: weight %s is not finite (%s)".formatted(id, name, value));
      }
    }
  }
}
