package io.freshet.server.retrieval.ingest;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.Signal;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.model.HistoryPooling;
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
    List<History.Interaction> newestFirst =
        history.getInteractions().stream()
            .limit(MAX_ENTRIES)
            .map(HistoryHandler::interaction)
            .toList();
    return Applied.of(histories.put(id, new History(newestFirst), history.getVersion()));
  }

  @Override
  public Applied delete(String id, long version) {
    return Applied.of(histories.delete(id, version));
  }

  private static History.Interaction interaction(HistoryEntry entry) {
    if (entry.getSignal() == Signal.SKIP) {
      return new History.Interaction(entry.getItemId(), History.Evidence.SKIPPED);
    }
    boolean isWeak = entry.getStrength() < HistoryPooling.WEAK_BELOW;
    return new History.Interaction(
        entry.getItemId(), isWeak ? History.Evidence.WEAK : History.Evidence.LIKED);
  }
}
