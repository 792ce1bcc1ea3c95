package io.freshet.cli.data;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Our own format on disk, which {@code import} writes: {@code catalog-items.avro} and {@code
 * listening-events.avro}, Avro object container files of {@link CatalogItem} and {@link
 * ListeningEvent}.
 */
public final class AvroDirectory implements FormatReader {
  private static final String ITEMS = "catalog-items.avro";
  private static final String EVENTS = "listening-events.avro";

  private final Path directory;

  AvroDirectory(Path directory) {
    this.directory = directory;
  }

  /** How many of each were written. */
  public record Written(long items, long events) {}

  /**
   * Writes the dataset into the directory, over what an earlier import wrote.
   *
   * @throws IOException if a file cannot be written
   */
  public static Written write(Dataset dataset, Path directory) throws IOException {
    Files.createDirectories(directory);
    List<CatalogItem> items = dataset.catalog();
    try (AvroFile.Writer<CatalogItem> writer =
        AvroFile.writer(directory.resolve(ITEMS), CatalogItem.class)) {
      for (CatalogItem item : items) {
        writer.append(item);
      }
    }
    long events = 0;
    try (AvroFile.Writer<ListeningEvent> writer =
            AvroFile.writer(directory.resolve(EVENTS), ListeningEvent.class);
        Stream<ListeningEvent> stream = dataset.events()) {
      for (Iterator<ListeningEvent> each = stream.iterator(); each.hasNext(); events++) {
        writer.append(each.next());
      }
    }
    return new Written(items.size(), events);
  }

  @Override
  public List<CatalogItem> items(BadLines bad) throws IOException {
    List<CatalogItem> items = new ArrayList<>();
    AvroFile.read(directory.resolve(ITEMS), CatalogItem.class, items::add);
    return items;
  }

  @Override
  public void events(Consumer<ListeningEvent> sink, BadLines bad) throws IOException {
    AvroFile.read(directory.resolve(EVENTS), ListeningEvent.class, sink);
  }
}
