package io.freshet.cli.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code docs/metrics.md} says. Sections that begin with "Only with" are of parts that not
 * every system has.
 */
final class MetricsPage {
  private static final Pattern ROW =
      Pattern.compile("\\| `(freshet_\\w+)` \\| (\\w+) \\| ([^|]+) \\| ([^|]*) ?\\| ([^|]+) \\|");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram");

  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, Set<String>> labels = new TreeMap<>();
  private final Set<String> optional = new TreeSet<>();
  private final Set<String> others = new TreeSet<>();

  MetricsPage() {
    String page = Shipped.text(Shipped.ROOT.resolve("docs/metrics.md"));
    boolean isOptional = false;
    for (String line : page.lines().toList()) {
      isOptional = line.startsWith("## ") ? line.startsWith("## Only with") : isOptional;
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        types.put(row.group(1), row.group(2));
        labels.put(row.group(1), quoted(row.group(4)));
        if (isOptional) {
          optional.add(row.group(1));
        }
        if (!TYPES.contains(row.group(2))) {
          throw new IllegalArgumentException("Cannot read the page: no such type: " + line);
        }
      } else if (line.startsWith("| `freshet_")) {
        throw new IllegalArgumentException("Cannot read the page: not a row of it: " + line);
      }
    }
    String last = page.substring(page.indexOf("## Others' metrics"));
    quoted(last).stream().filter(it -> it.matches("[a-zA-Z_]+")).forEach(others::add);
  }

  /** Our series, under their exported names, and the labels of ours that each has. */
  Map<String, Set<String>> series() {
    Map<String, Set<String>> series = new TreeMap<>();
    types.forEach(
        (name, type) -> {
          Set<String> its = labels.getOrDefault(name, new TreeSet<>());
          if (type.equals("histogram")) {
            Set<String> ofBuckets = new TreeSet<>(its);
            ofBuckets.add("le");
            series.put(name + "_bucket", ofBuckets);
            series.put(name + "_sum", its);
            series.put(name + "_count", its);
          } else {
            series.put(name, its);
          }
        });
    return series;
  }

  /** Names as the page has them, without what Prometheus adds to a histogram's. */
  Set<String> names() {
    return types.keySet();
  }

  /** Those of them that not every system exports. */
  Set<String> optional() {
    return optional;
  }

  /** Whether a series of others is described. */
  boolean describesAnothers(String name) {
    return others.contains(name);
  }

  /** Others' series. */
  Set<String> others() {
    return others.stream()
        .filter(it -> it.matches("(flink|jvm|process)_.*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> quoted(String text) {
    Set<String> all = new TreeSet<>();
    QUOTED.matcher(text).results().forEach(it -> all.add(it.group(1)));
    return all;
  }
}
