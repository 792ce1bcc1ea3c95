package io.freshet.server.retrieval.ingest;

import static java.util.Objects.requireNonNull;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.index.IndexConfig;
import io.freshet.server.retrieval.index.StoreLimits;
import java.util.Map;
import java.util.Optional;

/**
 * What to read and how much of it.
 *
 * @param topics names of the topics
 * @param consumerProperties properties of every Kafka consumer, {@code bootstrap.servers} among
 *     them
 * @param release the release to serve; empty to follow the active one of {@code model-releases}
 * @param minCoverage share of the serving generation's size that a new generation must reach before
 *     it serves, 0 to 1
 * @param index the kind of index and its accuracy
 * @param items bounds of every store of items
 * @param users bounds of the store of users
 * @param schemas how the records are framed, and where their schemas are found
 */
public record IngestConfig(
    Topics topics,
    Map<String, String> consumerProperties,
    Optional<String> release,
    double minCoverage,
    IndexConfig index,
    StoreLimits items,
    StoreLimits users,
    InputSchemas schemas) {
  public IngestConfig {
    requireNonNull(topics, "topics is null");
    requireNonNull(release, "release is null");
    requireNonNull(index, "index is null");
    requireNonNull(items, "items is null");
    requireNonNull(users, "users is null");
    requireNonNull(schemas, "schemas is null");
    consumerProperties = Map.copyOf(consumerProperties);
    if (!(minCoverage >= 0 && minCoverage <= 1)) {
      throw new IllegalArgumentException(
          "Cannot configure ingest: coverage must be between 0 and 1 (%s)".formatted(minCoverage));
    }
  }
}
