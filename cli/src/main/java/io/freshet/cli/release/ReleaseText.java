package io.freshet.cli.release;

import io.freshet.server.model.Provenance;
import io.freshet.server.model.Release;
import io.freshet.server.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Releases as lines of text. */
public final class ReleaseText {
  private ReleaseText() {}

  /** One line: id, when, sizes, whether it has towers. */
  public static String line(Release release) {
    return "%-40s  %-20s  %s, %d types, %d layers of %d%s"
        .formatted(
            release.id(),
            release.provenance().map(Provenance::created).orElse("-"),
            release.encoder(),
            release.types().size(),
            release.layers(),
            release.dimensions(),
            release.towers().map(t -> ", towers of " + t.dimensions()).orElse(""));
  }

  /** Everything a release says of itself, and its weights' names and shapes. */
  public static List<String> facts(Release release) {
    List<String> lines = new ArrayList<>();
    add(lines, "release", release.id());
    add(lines, "encoder", release.encoder() + ", " + release.textDimensions() + " dimensions");
    add(lines, "types", String.join(", ", release.types()));
    add(lines, "layers", release.layers() + " of " + release.dimensions());
    release
        .towers()
        .ifPresent(
            towers -> {
              add(lines, "towers", towers.hidden() + " hidden, " + towers.dimensions());
              add(lines, "languages", String.join(", ", towers.languages()));
              add(lines, "attributes", String.join(", ", towers.attributes()));
            });
    release
        .provenance()
        .ifPresent(
            facts -> {
              add(lines, "created", facts.created() + " by " + facts.code());
              add(lines, "data", facts.dataFrom() + " to " + facts.dataTo());
              facts.settings().forEach((name, value) -> add(lines, "setting " + name, value));
              facts
                  .baselines()
                  .forEach((name, value) -> add(lines, "baseline " + name, text(value)));
            });
    new TreeMap<>(release.metrics())
        .forEach((name, value) -> add(lines, "metric " + name, text(value)));
    int values = 0;
    for (Map.Entry<String, Tensor> weight : new TreeMap<>(release.weights()).entrySet()) {
      add(lines, "weight " + weight.getKey(), weight.getValue().shape().toString());
      values += weight.getValue().values().length;
    }
    add(lines, "weights in all", String.format(Locale.ROOT, "%,d", values));
    return lines;
  }

  /** The metrics of two releases side by side, with the change from the first to the second. */
  public static List<String> comparison(Release first, Release second) {
    List<String> lines = new ArrayList<>();
    lines.add("%-28s  %12s  %12s  %10s".formatted("metric", first.id(), second.id(), "change"));
    TreeSet<String> names = new TreeSet<>(first.metrics().keySet());
    names.addAll(second.metrics().keySet());
    for (String name : names) {
      Double one = first.metrics().get(name);
      Double other = second.metrics().get(name);
      lines.add(
          "%-28s  %12s  %12s  %10s"
              .formatted(
                  name,
                  one == null ? "-" : text(one),
                  other == null ? "-" : text(other),
                  one == null || other == null ? "" : change(other - one)));
    }
    return lines;
  }

  private static void add(List<String> lines, String name, String value) {
    if (!value.isEmpty()) {
      lines.add("%-44s %s".formatted(name, value));
    }
  }

  private static String text(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String change(double difference) {
    return String.format(Locale.ROOT, "%+.4f", difference);
  }
}
