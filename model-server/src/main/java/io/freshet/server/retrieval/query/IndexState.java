package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.Progress;

/**
 * Which index an answer comes from, and how fresh that is.
 *
 * @param release model release of the vectors
 * @param generation number of the index in this process
 * @param size items in the index
 * @param appliedOffset records of the embedding topic applied: sum of the next offsets
 * @param lagMillis everything written to the topic longer ago than this has been applied
 */
public record IndexState(
    String release, long generation, int size, long appliedOffset, long lagMillis) {
  static IndexState of(Generation generation) {
    Progress progress = generation.progress().get();
    return new IndexState(
        generation.release(),
        generation.number(),
        generation.index().size(),
        progress.appliedOffset(),
        progress.lag().toMillis());
  }
}
