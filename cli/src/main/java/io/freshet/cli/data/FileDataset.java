package io.freshet.cli.data;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.UserAttributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A dataset of files: what a format's reader finds, sorted by event time. */
final class FileDataset implements Dataset {
  private final FormatReader reader;
  private final int eventsInMemory;
  private BadLines badItems = new BadLines();
  private BadLines badEvents = new BadLines();

  FileDataset(FormatReader reader, int eventsInMemory) {
    this.reader = reader;
    this.eventsInMemory = eventsInMemory;
  }

  @Override
  public List<CatalogItem> catalog() {
    return catalogBefore(Instant.MAX);
  }

  @Override
  public List<CatalogItem> catalogBefore(Instant time) {
    BadLines bad = new BadLines();
    try {
      List<CatalogItem> items =
          time.equals(Instant.MAX) ? reader.items(bad) : reader.itemsBefore(time, bad);
      badItems = bad;
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isCatalogDated() {
    return reader.isDated();
  }

  @Override
  public Stream<ListeningEvent> events() {
    BadLines bad = new BadLines();
    EventSorter sorter = new EventSorter(eventsInMemory);
    try {
      reader.events(sorter::add, bad);
      badEvents = bad;
      return sorter.sorted();
    } catch (IOException e) {
      sorter.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      sorter.close();
      throw e;
    }
  }

  @Override
  public List<UserAttributes> users() {
    try {
      return reader.users();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public BadLines badLines() {
    return BadLines.sum(badItems, badEvents);
  }
}
