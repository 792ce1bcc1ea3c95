package io.freshet.cli.recorded;

import io.freshet.jobs.GraphReplay;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.schemas.ListeningEvent;
import io.freshet.server.snapshot.UserTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The events of recorded data that say something, in order of time, with how much they say.
 * Immutable.
 *
 * @param events those that the job would accept and that say more than nothing
 * @param strengths of each
 * @param userIds ids in the order of their first events
 * @param users user number of each event
 * @param userTable what is known of the users
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordedEvents(
    List<ListeningEvent> events,
    float[] strengths,
    List<String> userIds,
    int[] users,
    UserTable userTable) {
  /** Those of the events that say something. */
  public static RecordedEvents of(Stream<ListeningEvent> all, InteractionGraphConfig config) {
    GraphReplay judge = new GraphReplay(config);
    List<ListeningEvent> events = new ArrayList<>();
    List<Float> strengths = new ArrayList<>();
    all.forEach(
        event -> {
          OptionalDouble strength = judge.strength(event, event.getOccurredAt().toEpochMilli());
          if (strength.orElse(0) > 0) {
            events.add(event);
            strengths.add((float) strength.getAsDouble());
          }
        });
    Map<String, Integer> numbers = new HashMap<>();
    List<String> userIds = new ArrayList<>();
    int[] users = new int[events.size()];
    float[] ofEvents = new float[events.size()];
    for (int event = 0; event < users.length; event++) {
      String user = events.get(event).getUserId();
      Integer known = numbers.putIfAbsent(user, userIds.size());
      if (known == null) {
        userIds.add(user);
      }
      users[event] = known == null ? userIds.size() - 1 : known;
      ofEvents[event] = strengths.get(event);
    }
    return new RecordedEvents(
        List.copyOf(events), ofEvents, List.copyOf(userIds), users, UserTable.UNKNOWN);
  }

  /** The same of users whose attributes, by id, are known. */
  public RecordedEvents withAttributes(Map<String, List<String>> attributes) {
    return new RecordedEvents(events, strengths, userIds, users, UserTable.of(userIds, attributes));
  }

  /** Number of events. */
  public int size() {
    return events.size();
  }

  /** When an event happened, epoch milliseconds. */
  public long time(int event) {
    return events.get(event).getOccurredAt().toEpochMilli();
  }

  /** When each happened, epoch milliseconds. */
  public long[] times() {
    return events.stream().mapToLong(event -> event.getOccurredAt().toEpochMilli()).toArray();
  }
}
