package io.freshet.server.retrieval.status;

import java.time.Instant;

/**
 * How much was written to a topic.
 *
 * @param first sum over the partitions of the first offset that is kept
 * @param end sum over the partitions of the offset after the newest record: grows by one with every
 *     record, and with every end of a transaction
 * @param at when the broker said so
 */
record TopicEnds(long first, long end, Instant at) {
  /** Records that are kept, at most. */
  long kept() {
    return Math.max(0, end - first);
  }
}
