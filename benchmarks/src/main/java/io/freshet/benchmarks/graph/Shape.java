package io.freshet.benchmarks.graph;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The traffics of the benchmark, by the names of its option. */
enum Shape {
  uniform,
  zipf,
  hub,
  gowalla,
  movietweetings;

  /** So many events, or null where the data is absent. */
  @Nullable Traffic traffic(Path data, int events) throws IOException {
    return switch (this) {
      case uniform -> InventedTraffic.uniform(events);
      case zipf -> InventedTraffic.zipf(events);
      case hub -> InventedTraffic.hub(events);
      case gowalla -> new RealTraffic(data).gowalla(events).orElse(null);
      case movietweetings -> new RealTraffic(data).movieTweetings(events).orElse(null);
    };
  }
}
