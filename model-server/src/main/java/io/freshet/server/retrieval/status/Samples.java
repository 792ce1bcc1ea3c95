package io.freshet.server.retrieval.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/** The metrics that one source had at one time, by name. */
final class Samples {
  static final Samples NONE = new Samples(List.of());

  private final Map<String, List<Sample>> byName = new HashMap<>();

  Samples(List<Sample> samples) {
    for (Sample sample : samples) {
      if (Double.isFinite(sample.value())) {
        byName.computeIfAbsent(sample.name(), name -> new ArrayList<>()).add(sample);
      }
    }
  }

  List<Sample> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /** Sum over all label values; empty where there is no such metric. */
  OptionalDouble sum(String name) {
    return sum(name, sample -> true);
  }

  /** Sum over the accepted ones; empty where there is none. */
  OptionalDouble sum(String name, Predicate<Sample> accepted) {
    List<Sample> found = named(name).stream().filter(accepted).toList();
    return found.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(values(found).sum());
  }

  /** Largest of the accepted ones; empty where there is none. */
  OptionalDouble max(String name, Predicate<Sample> accepted) {
    return values(named(name).stream().filter(accepted).toList()).max();
  }

  private static DoubleStream values(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::value);
  }
}
