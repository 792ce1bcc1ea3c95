package io.freshet.server.retrieval.http;

import io.freshet.server.retrieval.query.World;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Servers over a small world, on a free port. */
final class Servers {
  private Servers() {}

  static HttpServer start(World world, Supplier<List<String>> waitingFor, ApiKeys keys) {
    return HttpServer.start(
        new Listening("127.0.0.1", 0, keys),
        new Served(world.recommender(), new FakeReleases(), waitingFor),
        new PrometheusRegistry(),
        InstantSource.fixed(World.NOW));
  }
}
