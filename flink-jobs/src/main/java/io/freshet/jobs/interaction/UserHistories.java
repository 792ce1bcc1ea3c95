package io.freshet.jobs.interaction;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Turns what is remembered of a user into the record that is published. One thread. */
final class UserHistories {
  private final AvroCodec<UserHistory> codec = new AvroCodec<>(UserHistory.class);
  private final String topic;

  UserHistories(String topic) {
    this.topic = requireNonNull(topic, "topic is null");
  }

  /** The user's history, newest first. */
  OutputRecord output(String userId, History history) {
    List<HistoryEntry> entries = new ArrayList<>(history.interactions().size());
    for (int i = history.interactions().size() - 1; i >= 0; i--) {
      PastInteraction interaction = history.interactions().get(i);
      entries.add(
          new HistoryEntry(
              interaction.itemId(),
              interaction.itemType(),
              interaction.signal(),
              Instant.ofEpochMilli(interaction.occurredAtMillis()),
              (float) interaction.strength()));
    }
    UserHistory record = new UserHistory(userId, history.version, entries);
    return OutputRecord.of(topic, userId, codec.encode(record), history.version);
  }
}
