package io.freshet.server.retrieval.ingest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What the broker knows of a topic.
 *
 * @param topicId another topic of the same name has another
 * @param deletionRetention how long the topic keeps deletions at least, {@code delete.retention.ms}
 */
record TopicFacts(String topicId, Duration deletionRetention) {
  TopicFacts {
    requireNonNull(topicId, "topicId is null");
    requireNonNull(deletionRetention, "deletionRetention is null");
  }
}
