package io.freshet.server.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a release says of its towers; what they share with the graph network stands there.
 *
 * @param hidden length of the hidden layers
 * @param dimensions length of the vectors both towers yield
 * @param languages languages with a vector of their own; a language's position is its index
 * @param attributes user attributes with a vector of their own, as {@code name=value}
 */
public record TowerSpec(
    @JsonProperty("hidden") int hidden,
    @JsonProperty("dimensions") int dimensions,
    @JsonProperty("languages") List<String> languages,
    @JsonProperty("attributes") List<String> attributes) {
  /**
   * Name under which a release's announcement has the length of the towers' vectors among its
   * figures; absent for a release without towers.
   */
  public static final String ANNOUNCED = "tower-dimensions";

  public TowerSpec {
    languages = distinct("language", languages);
    attributes = distinct("attribute", attributes);
  }

  /** Sizes of the towers beside a graph network. */
  public TowerShape shape(HgnnShape network) {
    return new TowerShape(
        network.embeddingDimensions(),
        hidden,
        dimensions,
        network.types(),
        languages.size(),
        attributes.size());
  }

  private static List<String> distinct(String what, List<String> names) {
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "Cannot describe towers: a %s is listed twice (%s)".formatted(what, names));
    }
    return List.copyOf(names);
  }
}
