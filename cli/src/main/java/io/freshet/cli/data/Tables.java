package io.freshet.cli.data;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Our own tables, as CSV ({@code events.csv}, {@code items.csv}) or JSON lines ({@code
 * events.jsonl}, {@code items.jsonl}):
 *
 * <ul>
 *   <li>events: {@code user_id}, {@code item_id}, {@code occurred_at} (ISO-8601 instant or epoch
 *       milliseconds); optional {@code event_id} (file and line otherwise), {@code item_type}
 *       ({@value Rows#DEFAULT_TYPE} otherwise), {@code signal} (STREAM otherwise), {@code
 *       ms_played}, {@code duration_ms}.
 *   <li>items: {@code item_id}; optional {@code item_type}, {@code title} (the id otherwise),
 *       {@code description}, {@code creators}, {@code genres}, {@code markets} (lists), {@code
 *       language}, {@code duration_ms}, {@code released_at}.
 * </ul>
 *
 * The items file may be missing: then the catalog is the items of the events, titled by their id.
 */
final class Tables implements FormatReader {
  private final TableFile table;
  private final Path itemsFile;
  private final Path eventsFile;

  private Tables(TableFile table, Path directory, String extension) {
    this.table = table;
    itemsFile = directory.resolve("items." + extension);
    eventsFile = directory.resolve("events." + extension);
  }

  static Tables csv(Path directory) {
    return new Tables(new CsvFile(), directory, "csv");
  }

  static Tables jsonl(Path directory) {
    return new Tables(new JsonLines(), directory, "jsonl");
  }

  @Override
  public List<CatalogItem> items(BadLines bad) throws IOException {
    Map<String, CatalogItem> items = new LinkedHashMap<>();
    if (Files.exists(itemsFile)) {
      table.read(
          itemsFile,
          bad,
          (row, line) -> {
            CatalogItem item = Rows.item(row);
            if (items.putIfAbsent(item.getItemId(), item) != null) {
              throw new BadLineException(
                  Fault.TWICE, "item appears twice (%s)".formatted(item.getItemId()));
            }
          });
    } else {
      events(event -> items.computeIfAbsent(event.getItemId(), id -> named(event)), new BadLines());
    }
    return new ArrayList<>(items.values());
  }

  @Override
  public void events(Consumer<ListeningEvent> sink, BadLines bad) throws IOException {
    table.read(
        eventsFile,
        bad,
        (row, line) ->
            sink.accept(Rows.event(row, "%s-%d".formatted(eventsFile.getFileName(), line))));
  }

  private static CatalogItem named(ListeningEvent event) {
    return Records.item(event.getItemId(), event.getItemType(), event.getItemId(), "").build();
  }
}
