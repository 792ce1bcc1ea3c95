package io.freshet.server.retrieval.index;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Which index, and how it trades accuracy for speed.
 *
 * @param kind {@code index.kind}, exact or ivf
 * @param targetRecall {@code index.target-recall}: mean share of the exact answer to find, above 0;
 *     with 1 every search scans everything
 * @param probes {@code index.probes}: lists to probe for ten candidates; empty to measure what the
 *     target recall needs
 * @param scanRows {@code index.scan-rows}: up to so many rows of wanted types, languages and
 *     markets a search scans all of them
 */
public record IndexConfig(IndexKind kind, double targetRecall, OptionalInt probes, int scanRows) {
  private static final Set<String> KEYS =
      Set.of("index.kind", "index.target-recall", "index.probes", "index.scan-rows");
  private static final int PROBES_UNTIL_MEASURED = 64;

  public IndexConfig {
    requireNonNull(kind, "kind is null");
    requireNonNull(probes, "probes is null");
    if (!(targetRecall > 0 && targetRecall <= 1)) {
      throw new IllegalArgumentException(
          "Cannot configure the index: target recall must be above 0 and at most 1 (%s)"
              .formatted(targetRecall));
    }
    if (scanRows < 0 || probes.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "Cannot configure the index: scan rows or probes too small (%d, %s)"
              .formatted(scanRows, probes));
    }
  }

  /** IVF that measures its probes, for a recall of 0.97. */
  public static IndexConfig defaults() {
    return new IndexConfig(IndexKind.IVF, 0.97, OptionalInt.empty(), 8192);
  }

  /**
   * Reads {@code index.*} keys over the defaults.
   *
   * @throws IllegalArgumentException for an unknown key or a bad value
   */
  public static IndexConfig of(Map<String, String> values) {
    for (String key : values.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "Cannot configure the index: unknown key (%s)".formatted(key));
      }
    }
    IndexConfig defaults = defaults();
    return new IndexConfig(
        setting(values, "index.kind", IndexConfig::kind, defaults.kind()),
        setting(values, "index.target-recall", Double::valueOf, defaults.targetRecall()),
        setting(
            values, "index.probes", it -> OptionalInt.of(Integer.parseInt(it)), defaults.probes()),
        setting(values, "index.scan-rows", Integer::valueOf, defaults.scanRows()));
  }

  private static <T> T setting(
      Map<String, String> values, String key, Function<String, T> parse, T otherwise) {
    String value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot configure the index: bad value of %s (%s)".formatted(key, value), e);
    }
  }

  private static IndexKind kind(String name) {
    return IndexKind.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** An empty index of this configuration, whose filters know item types only. */
  public VectorIndex create(int dimensions, StoreLimits limits, InstantSource clock) {
    return create(dimensions, limits, clock, new Catalog(limits, clock));
  }

  /**
   * An empty index of this configuration.
   *
   * @param catalog tells what filters ask of items
   */
  public VectorIndex create(
      int dimensions, StoreLimits limits, InstantSource clock, Catalog catalog) {
    return create(dimensions, limits, clock, catalog, float[]::clone);
  }

  /**
   * An empty index of this configuration, whose queries are of another kind than its vectors.
   *
   * @param catalog tells what filters ask of items
   * @param asQuery what somebody near a vector would ask
   */
  public VectorIndex create(
      int dimensions,
      StoreLimits limits,
      InstantSource clock,
      Catalog catalog,
      UnaryOperator<float[]> asQuery) {
    return switch (kind) {
      case EXACT -> new ExactIndex(dimensions, limits, clock);
      case IVF -> new IvfIndex(dimensions, this, limits, clock, catalog, asQuery);
    };
  }

  ProbePlan firstPlan() {
    return ProbePlan.of(probes.orElse(PROBES_UNTIL_MEASURED));
  }
}
