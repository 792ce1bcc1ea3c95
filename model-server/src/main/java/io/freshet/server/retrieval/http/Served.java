package io.freshet.server.retrieval.http;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.graph.NeighborhoodSource;
import io.freshet.server.retrieval.query.Recommender;
import io.freshet.server.retrieval.query.TitleSearch;
import io.freshet.server.retrieval.status.StatusFeed;
import io.freshet.server.retrieval.store.Snapshot;
import io.freshet.server.retrieval.text.TextVectors;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the server answers from.
 *
 * @param releases switches the serving release
 * @param waitingFor what is missing before answers are complete; empty when ready
 * @param titles finds items by their titles
 * @param graph knows the neighbors of items in the graph
 * @param status how the system is
 * @param texts makes vectors of texts; empty when there is no inference server to ask
 * @param snapshots takes a snapshot; empty when the server takes none
 */
public record Served(
    Recommender recommender,
    ReleaseSwitch releases,
    Supplier<List<String>> waitingFor,
    TitleSearch titles,
    NeighborhoodSource graph,
    StatusFeed status,
    Optional<TextVectors> texts,
    Optional<Supplier<Snapshot>> snapshots) {
  public Served {
    requireNonNull(recommender, "recommender is null");
    requireNonNull(releases, "releases is null");
    requireNonNull(waitingFor, "waitingFor is null");
    requireNonNull(titles, "titles is null");
    requireNonNull(graph, "graph is null");
    requireNonNull(status, "status is null");
    requireNonNull(texts, "texts is null");
    requireNonNull(snapshots, "snapshots is null");
  }
}
