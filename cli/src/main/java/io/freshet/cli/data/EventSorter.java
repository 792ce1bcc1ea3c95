package io.freshet.cli.data;

import io.freshet.schemas.ListeningEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Sorts events by {@code occurred_at}, stably, in bounded memory: an external merge sort. Runs of
 * at most {@code eventsInMemory} events are sorted in memory (about half a kilobyte an event); when
 * there is more than one, they are written to temporary Avro files and merged while being read.
 * Cost: each event is written and read once.
 */
final class EventSorter implements AutoCloseable {
  private static final Comparator<ListeningEvent> BY_TIME =
      Comparator.comparing(ListeningEvent::getOccurredAt);

  private final int eventsInMemory;
  private final List<Path> runs = new ArrayList<>();
  private List<ListeningEvent> current = new ArrayList<>();

  EventSorter(int eventsInMemory) {
    if (eventsInMemory < 1) {
      throw new IllegalArgumentException(
          "Cannot sort events: at least one must fit in memory (%d)".formatted(eventsInMemory));
    }
    this.eventsInMemory = eventsInMemory;
  }

  void add(ListeningEvent event) {
    if (current.size() == eventsInMemory) {
      spill();
    }
    current.add(event);
  }

  /** All events added, in order. Closing the stream deletes the temporary files. */
  Stream<ListeningEvent> sorted() {
    current.sort(BY_TIME);
    if (runs.isEmpty()) {
      return current.stream();
    }
    spill();
    RunMerge merge = RunMerge.of(runs, BY_TIME);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(merge, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(merge::close)
        .onClose(this::close);
  }

  /** Deletes the temporary files. */
  @Override
  public void close() {
    for (Path run : runs) {
      try {
        Files.deleteIfExists(run);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    runs.clear();
  }

  private void spill() {
    current.sort(BY_TIME);
    try {
      Path run = Files.createTempFile("freshet-events-", ".avro");
      run.toFile().deleteOnExit();
      runs.add(run);
      try (AvroFile.Writer<ListeningEvent> writer = AvroFile.writer(run, ListeningEvent.class)) {
        for (ListeningEvent event : current) {
          writer.append(event);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    current = new ArrayList<>();
  }
}
