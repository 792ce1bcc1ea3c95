package io.freshet.cli.release;

import io.freshet.server.model.Provenance;
import io.freshet.server.model.Release;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Releases as scripts read them: the facts of {@link ReleaseText}. */
public final class ReleaseFacts {
  private ReleaseFacts() {}

  /** The releases of a directory, in the order of their ids. */
  public record Listing(List<Summary> releases) {}

  /**
   * One release in short.
   *
   * @param created when, ISO-8601 in UTC; null where it does not say
   * @param dimensions of one layer
   * @param towerDimensions of the towers' vectors; null without towers
   * @param metrics measured before it was written, by name
   */
  public record Summary(
      String id,
      @Nullable String created,
      String encoder,
      List<String> types,
      int layers,
      int dimensions,
      @Nullable Integer towerDimensions,
      SortedMap<String, Double> metrics) {}

  /**
   * All that a release says of itself.
   *
   * @param provenance how it came to be; null where it does not say
   * @param weights shape by name
   */
  public record Facts(
      Summary release,
      int textDimensions,
      @Nullable Provenance provenance,
      SortedMap<String, List<Integer>> weights) {}

  /** The metrics of two releases, by name. */
  public record Comparison(String first, String second, List<Change> metrics) {}

  /**
   * One metric of two releases.
   *
   * @param first null where the release has no such metric
   * @param change from the first to the second; null where one is missing
   */
  public record Change(
      String metric, @Nullable Double first, @Nullable Double second, @Nullable Double change) {}

  /** The release in short. */
  public static Summary summary(Release release) {
    return new Summary(
        release.id(),
        release.provenance().map(Provenance::created).orElse(null),
        release.encoder(),
        release.types(),
        release.layers(),
        release.dimensions(),
        release.towers().map(towers -> towers.dimensions()).orElse(null),
        new TreeMap<>(release.metrics()));
  }

  /** All of the release but the weights themselves. */
  public static Facts facts(Release release) {
    SortedMap<String, List<Integer>> shapes = new TreeMap<>();
    release.weights().forEach((name, weight) -> shapes.put(name, weight.shape()));
    return new Facts(
        summary(release), release.textDimensions(), release.provenance().orElse(null), shapes);
  }

  /** The metrics of two releases side by side. */
  public static Comparison comparison(Release first, Release second) {
    TreeSet<String> names = new TreeSet<>(first.metrics().keySet());
    names.addAll(second.metrics().keySet());
    return new Comparison(
        first.id(),
        second.id(),
        names.stream().map(name -> change(name, first.metrics(), second.metrics())).toList());
  }

  private static Change change(String name, Map<String, Double> first, Map<String, Double> second) {
    Double one = first.get(name);
    Double other = second.get(name);
    return new Change(name, one, other, one == null || other == null ? null : other - one);
  }
}
