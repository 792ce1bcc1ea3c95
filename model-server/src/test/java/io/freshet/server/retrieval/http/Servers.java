package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.graph.Neighborhood;
import io.freshet.server.retrieval.graph.Neighborhood.Neighbor;
import io.freshet.server.retrieval.query.TitleSearch;
import io.freshet.server.retrieval.query.World;
import io.freshet.server.retrieval.text.TextVectors;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Servers over a small world, on a free port. */
final class Servers {
  private Servers() {}

  static HttpServer start(World world, Supplier<List<String>> waitingFor, ApiKeys keys) {
    return HttpServer.start(
        new Listening("127.0.0.1", 0, keys, Optional.empty()),
        served(world, waitingFor),
        new PrometheusRegistry(),
        InstantSource.fixed(World.NOW));
  }

  static Served served(World world, Supplier<List<String>> waitingFor) {
    return served(world, waitingFor, Optional.empty());
  }

  static Served served(
      World world, Supplier<List<String>> waitingFor, Optional<TextVectors> texts) {
    return new Served(
        world.recommender(),
        new FakeReleases(),
        waitingFor,
        new TitleSearch(world.stores()),
        item -> Optional.of(new Neighborhood(World.NOW, List.of(new Neighbor(item, "track", 1f)))),
        new FixedStatus(2),
        texts,
        Optional.empty());
  }
}
