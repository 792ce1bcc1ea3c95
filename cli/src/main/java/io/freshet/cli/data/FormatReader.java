package io.freshet.cli.data;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** How one format reads its directory. */
interface FormatReader {
  /** All items, each id once. */
  List<CatalogItem> items(BadLines bad) throws IOException;

  /** Hands over every event, in any order. */
  void events(Consumer<ListeningEvent> sink, BadLines bad) throws IOException;
}
