package io.freshet.cli.data;

import io.freshet.schemas.ListeningEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Merges sorted runs; equal events come from the earlier run first, so the sort is stable. */
final class RunMerge implements Iterator<ListeningEvent>, AutoCloseable {
  private record Head(ListeningEvent event, int run) {}

  private final List<AvroFile.Reader<ListeningEvent>> readers;
  private final PriorityQueue<Head> heads;

  private RunMerge(
      List<AvroFile.Reader<ListeningEvent>> readers, Comparator<ListeningEvent> order) {
    this.readers = readers;
    heads = new PriorityQueue<>(Comparator.comparing(Head::event, order).thenComparing(Head::run));
    for (int run = 0; run < readers.size(); run++) {
      advance(run);
    }
  }

  static RunMerge of(List<Path> runs, Comparator<ListeningEvent> order) {
    List<AvroFile.Reader<ListeningEvent>> readers = new ArrayList<>();
    try {
      for (Path run : runs) {
        readers.add(AvroFile.reader(run, ListeningEvent.class));
      }
    } catch (IOException e) {
      closeAll(readers);
      throw new UncheckedIOException(e);
    }
    return new RunMerge(readers, order);
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public ListeningEvent next() {
    Head head = heads.poll();
    if (head == null) {
      throw new NoSuchElementException();
    }
    advance(head.run());
    return head.event();
  }

  @Override
  public void close() {
    closeAll(readers);
  }

  private void advance(int run) {
    AvroFile.Reader<ListeningEvent> reader = readers.get(run);
    if (reader.hasNext()) {
      heads.add(new Head(reader.next(), run));
    }
  }

  private static void closeAll(List<AvroFile.Reader<ListeningEvent>> readers) {
    for (AvroFile.Reader<ListeningEvent> reader : readers) {
      reader.close();
    }
  }
}
