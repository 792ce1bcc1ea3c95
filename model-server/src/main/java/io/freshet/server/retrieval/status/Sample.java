package io.freshet.server.retrieval.status;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** One value of a metric, as the Prometheus text format has it. */
record Sample(String name, Map<String, String> labels, double value) {
  Sample {
    requireNonNull(name, "name is null");
    labels = Map.copyOf(labels);
  }

  /** Value of a label; empty where there is none, which Prometheus takes for the same. */
  String label(String label) {
    return labels.getOrDefault(label, "");
  }
}
