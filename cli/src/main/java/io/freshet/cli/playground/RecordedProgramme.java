package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.data.Dataset;
import io.freshet.cli.replay.Pace;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Recorded data: the first part of its events is history, the rest is played live. */
public final class RecordedProgramme implements Programme {
  private final String name;
  private final Dataset dataset;
  private final Pace pace;
  private final List<CatalogItem> catalog;
  private final long historyEvents;

  /**
   * A programme of a dataset; reads its catalog, and its events once to count them.
   *
   * @param name what the data is called
   * @param historyShare part of the events that is history, above 0 and below 1
   */
  public RecordedProgramme(String name, Dataset dataset, double historyShare, Pace pace) {
    this.name = requireNonNull(name, "name is null");
    this.dataset = requireNonNull(dataset, "dataset is null");
    this.pace = requireNonNull(pace, "pace is null");
    if (!(historyShare > 0 && historyShare < 1)) {
      throw new IllegalArgumentException(
          "Cannot split the data: the history's share must be above 0 and below 1 (%s)"
              .formatted(historyShare));
    }
    catalog = List.copyOf(dataset.catalog());
    try (Stream<ListeningEvent> events = dataset.events()) {
      historyEvents = (long) (events.count() * historyShare);
    }
    if (historyEvents == 0) {
      throw new IllegalArgumentException(
          "Cannot play the data: it has no events for a history (%s)".formatted(name));
    }
  }

  @Override
  public String description() {
    return "%s: %,d events of history".formatted(name, historyEvents);
  }

  @Override
  public List<CatalogItem> catalog() {
    return catalog;
  }

  @Override
  public long historyEvents() {
    return historyEvents;
  }

  @Override
  public Stream<ListeningEvent> history() {
    return dataset.events().limit(historyEvents);
  }

  @Override
  public Stream<ListeningEvent> live(long played, Consumer<CatalogItem> onRelease) {
    return dataset.events().skip(historyEvents + played);
  }

  @Override
  public Pace pace() {
    return pace;
  }
}
