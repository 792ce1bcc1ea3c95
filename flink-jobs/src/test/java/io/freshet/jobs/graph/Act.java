package io.freshet.jobs.graph;

import io.freshet.schemas.Signal;

/** Something that is sent to the job. */
public sealed interface Act {
  /** Id of the user or item; the Kafka key. */
  String key();

  /** Kafka's record timestamp, epoch milliseconds. */
  long ingestedAtMillis();

  /** A listening event. */
  record Play(
      String eventId,
      String userId,
      String itemId,
      String itemType,
      Signal signal,
      long occurredAtMillis,
      long ingestedAtMillis)
      implements Act {
    @Override
    public String key() {
      return userId;
    }

    /** The same event, sent once more by its producer. */
    Play again(long laterMillis) {
      return new Play(eventId, userId, itemId, itemType, signal, occurredAtMillis, laterMillis);
    }
  }

  /** A catalog record without a value. */
  record TakeDown(String itemId, long ingestedAtMillis) implements Act {
    @Override
    public String key() {
      return itemId;
    }
  }

  /** A catalog record with a value. */
  record BringBack(String itemId, String itemType, long ingestedAtMillis) implements Act {
    @Override
    public String key() {
      return itemId;
    }
  }

  /** A null value of user attributes. */
  record Erase(String userId, long ingestedAtMillis) implements Act {
    @Override
    public String key() {
      return userId;
    }
  }
}
