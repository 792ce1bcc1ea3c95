package io.freshet.cli.data;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.time.Instant;
import java.util.Map;

/** Builders with the fields that every format knows; the rest has its defaults. */
final class Records {
  private Records() {}

  static CatalogItem.Builder item(String id, String type, String title, String description) {
    return CatalogItem.newBuilder()
        .setItemId(id)
        .setItemType(type)
        .setTitle(title)
        .setDescription(description);
  }

  static ListeningEvent.Builder event(
      String eventId, String user, String item, String type, Signal signal, Instant at) {
    return ListeningEvent.newBuilder()
        .setEventId(eventId)
        .setUserId(user)
        .setItemId(item)
        .setItemType(type)
        .setSignal(signal)
        .setOccurredAt(at)
        // Avro decodes the default of every field that is not set, for every record: slow.
        .setMsPlayed(null)
        .setDurationMs(null)
        .setContext(Map.of());
  }
}
