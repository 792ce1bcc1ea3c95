package io.freshet.cli.data;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.UserAttributes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** How one format reads its directory. */
interface FormatReader {
  /** All items, each id once. */
  List<CatalogItem> items(BadLines bad) throws IOException;

  /** The same as they were described before a time; where texts bear no dates, as they are. */
  default List<CatalogItem> itemsBefore(Instant time, BadLines bad) throws IOException {
    return items(bad);
  }

  /** Whether {@link #itemsBefore} depends on the time. */
  default boolean isDated() {
    return false;
  }

  /** Hands over every event, in any order. */
  void events(Consumer<ListeningEvent> sink, BadLines bad) throws IOException;

  /** What is known of users, each once; nothing where the format does not say. */
  default List<UserAttributes> users() throws IOException {
    return List.of();
  }
}
