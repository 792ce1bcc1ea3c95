package io.freshet.cli.recorded;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.SnapshotSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Items, events and what the graph job would have known.
 *
 * @param snapshots gives a replay of the events from their start, a new one per call
 */
public record RecordedHistory(ItemTable items, EventLog log, Supplier<SnapshotSource> snapshots) {
  public RecordedHistory {
    requireNonNull(items, "items is null");
    requireNonNull(log, "log is null");
    requireNonNull(snapshots, "snapshots is null");
  }

  /**
   * The history of events, all of which are about the items.
   *
   * @param graph how the graph job runs
   */
  public static RecordedHistory of(
      ItemTable items, RecordedEvents events, InteractionGraphConfig graph) {
    Map<String, Integer> numbers = new HashMap<>();
    items.ids().forEach(id -> numbers.put(id, numbers.size()));
    int[] ofEvents =
        events.events().stream()
            .mapToInt(event -> numbers.getOrDefault(event.getItemId(), -1))
            .toArray();
    EventLog log =
        new EventLog(events.userIds(), events.users(), ofEvents, events.times(), events.strengths())
            .withUsers(events.userTable());
    return new RecordedHistory(
        items, log, () -> new GraphSnapshots(events, items, numbers, log, graph));
  }
}
