package io.freshet.server.retrieval.status;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.index.Stores;
import io.freshet.server.retrieval.ingest.Ingest;
import io.freshet.server.retrieval.ingest.IngestConfig;
import io.freshet.server.retrieval.query.RecallCanary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * The parts of this server whose state is shown.
 *
 * @param config what is read from Kafka, and how
 * @param registry the server's own metrics
 */
public record Watched(
    IngestConfig config,
    Ingest ingest,
    Stores stores,
    RecallCanary canary,
    PrometheusRegistry registry) {
  public Watched {
    requireNonNull(config, "config is null");
    requireNonNull(ingest, "ingest is null");
    requireNonNull(stores, "stores is null");
    requireNonNull(canary, "canary is null");
    requireNonNull(registry, "registry is null");
  }
}
