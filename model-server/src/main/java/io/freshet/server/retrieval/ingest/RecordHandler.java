package io.freshet.server.retrieval.ingest;

import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.index.WriteOutcome;

/** Applies the records of one topic. Called by one thread. */
interface RecordHandler {
  /**
   * Applies the newest state of a key.
   *
   * @param id the record's key
   * @param content what the record says of it
   * @return whether it changed anything
   * @throws UndecodableException when the value is not a record of the topic
   * @throws IllegalArgumentException when the value cannot be used
   */
  Applied put(String id, Content content) throws UndecodableException;

  /**
   * Applies a deletion.
   *
   * @param version version of the tombstone
   */
  Applied delete(String id, long version);

  /** What became of a record. */
  enum Applied {
    UPDATED,
    STALE,
    IGNORED;

    static Applied of(WriteOutcome outcome) {
      return switch (outcome) {
        case UPDATED -> UPDATED;
        case STALE -> STALE;
      };
    }
  }
}
