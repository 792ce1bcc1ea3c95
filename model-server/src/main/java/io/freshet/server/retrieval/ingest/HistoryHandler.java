package io.freshet.server.retrieval.ingest;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.Signal;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.index.History;
import io.freshet.server.retrieval.index.VersionedStore;
import java.util.List;

/** {@code user-histories} into the histories; only what answers need is kept. */
final class HistoryHandler implements RecordHandler {
  /** Entries beyond this are older than anything a user vector can still feel. */
  static final int MAX_ENTRIES = 500;

  private final AvroCodec<UserHistory> codec;
  private final VersionedStore<History> histories;

  HistoryHandler(VersionedStore<History> histories, InputSchemas schemas) {
    codec = schemas.codec(UserHistory.class);
    this.histories = histories;
  }

  @Override
  public Applied put(String id, Content content) throws UndecodableException {
    UserHistory history = content.decoded(codec);
    List<HistoryEntry> newestFirst = history.getInteractions().stream().limit(MAX_ENTRIES).toList();
    List<String> liked =
        newestFirst.stream()
            .filter(entry -> entry.getSignal() != Signal.SKIP)
            .map(HistoryEntry::getItemId)
            .toList();
    History kept =
        new History(
            liked, newestFirst.stream().map(HistoryEntry::getItemId).collect(toUnmodifiableSet()));
    return Applied.of(histories.put(id, kept, history.getVersion()));
  }

  @Override
  public Applied delete(String id, long version) {
    return Applied.of(histories.delete(id, version));
  }
}
