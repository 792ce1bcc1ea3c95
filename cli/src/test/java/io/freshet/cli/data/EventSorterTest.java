package io.freshet.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class EventSorterTest {
  @Property(tries = 100)
  void anyRunLengthGivesTheStableSort(
      @ForAll @Size(max = 60) List<@IntRange(max = 10) Integer> seconds,
      @ForAll @IntRange(min = 1, max = 20) int eventsInMemory) {
    List<ListeningEvent> events = new ArrayList<>();
    for (int second : seconds) {
      Instant at = Instant.ofEpochSecond(second);
      String id = "e" + events.size();
      events.add(Records.event(id, "u", "i", "track", Signal.STREAM, at).build());
    }
    try (EventSorter sorter = new EventSorter(eventsInMemory)) {
      events.forEach(sorter::add);
      events.sort(Comparator.comparing(ListeningEvent::getOccurredAt));
      try (Stream<ListeningEvent> sorted = sorter.sorted()) {
        assertThat(sorted.toList()).isEqualTo(events);
      }
    }
  }
}
