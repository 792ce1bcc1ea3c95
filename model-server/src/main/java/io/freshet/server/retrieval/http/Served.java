package io.freshet.server.retrieval.http;

import static java.util.Objects.requireNonNull;

import io.freshet.server.retrieval.query.Recommender;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the server answers from.
 *
 * @param releases switches the serving release
 * @param waitingFor what is missing before answers are complete; empty when ready
 */
public record Served(
    Recommender recommender, ReleaseSwitch releases, Supplier<List<String>> waitingFor) {
  public Served {
    requireNonNull(recommender, "recommender is null");
    requireNonNull(releases, "releases is null");
    requireNonNull(waitingFor, "waitingFor is null");
  }
}
