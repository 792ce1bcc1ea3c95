package io.freshet.cli.recorded;

import io.freshet.jobs.GraphReplay;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.statistic.ItemCounts;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Graph;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.snapshot.SnapshotSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of the interaction graph by the rules that the job runs: each call takes the events up
 * to its moment. One owner, one thread.
 */
final class GraphSnapshots implements SnapshotSource {
  private final RecordedEvents events;
  private final ItemTable items;
  private final Map<String, Integer> numbers;
  private final EventLog log;
  private final GraphReplay replay;
  private final @Nullable List<Relation>[] relations;
  private Optional<Snapshot> last = Optional.empty();
  private int taken;

  /**
   * Snapshots from the start of the events.
   *
   * @param numbers item number by id
   * @param log the events
   */
  GraphSnapshots(
      RecordedEvents events,
      ItemTable items,
      Map<String, Integer> numbers,
      EventLog log,
      InteractionGraphConfig config) {
    this.events = events;
    this.items = items;
    this.numbers = numbers;
    this.log = log;
    replay = new GraphReplay(config);
    relations = relations(items.ids().size());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there is no generic array
  private static @Nullable List<Relation>[] relations(int items) {
    return new List[items];
  }

  @Override
  public Snapshot at(long asOf) {
    if (last.isPresent() && last.get().asOf() > asOf) {
      throw new IllegalArgumentException(
          "Cannot go back from %d to %d".formatted(last.get().asOf(), asOf));
    }
    if (last.isEmpty() || last.get().asOf() < asOf) {
      last = Optional.of(advance(asOf));
    }
    return last.get();
  }

  private Snapshot advance(long asOf) {
    EventLog known = log.before(asOf);
    for (; taken < known.size(); taken++) {
      replay.accept(events.events().get(taken), events.time(taken));
    }
    for (ItemNeighborhood changed : replay.changedNeighborhoods()) {
      relations[number(changed.getItemId())] = changed.getRelations();
    }
    double[][] counts = new double[Snapshot.halfLives()][items.ids().size()];
    long[] firstSeen = new long[items.ids().size()];
    Arrays.fill(firstSeen, Snapshot.NEVER);
    for (ItemCounts item : replay.counts(asOf)) {
      int number = number(item.itemId());
      counts[0][number] = item.days3();
      counts[1][number] = item.days14();
      counts[2][number] = item.days60();
      counts[3][number] = item.total();
      firstSeen[number] = item.firstSeenMillis();
    }
    return new Snapshot(asOf, known, graph(), counts, firstSeen);
  }

  private Graph graph() {
    int slots = items.types().size() + 1;
    int[] starts = new int[relations.length * slots + 1];
    int capacity =
        Arrays.stream(relations)
            .flatMap(list -> list == null ? Stream.empty() : list.stream())
            .mapToInt(relation -> relation.getNeighbors().size())
            .sum();
    int[] neighbors = new int[capacity];
    float[] shares = new float[capacity];
    int size = 0;
    for (int row = 0; row < relations.length * slots; row++) {
      List<Relation> ofItem = relations[row / slots];
      for (Relation relation : ofItem == null ? List.<Relation>of() : ofItem) {
        if (items.types().indexOf(relation.getNeighborType()) == row % slots) {
          for (Neighbor neighbor : relation.getNeighbors()) {
            neighbors[size] = number(neighbor.getItemId());
            shares[size++] = neighbor.getShare();
          }
        }
      }
      starts[row + 1] = size;
    }
    return new Graph(
        relations.length,
        slots,
        starts,
        Arrays.copyOf(neighbors, size),
        Arrays.copyOf(shares, size));
  }

  private int number(String itemId) {
    Integer number = numbers.get(itemId);
    if (number == null) {
      throw new IllegalStateException(
          "Cannot place item: it is not in the table (%s)".formatted(itemId));
    }
    return number;
  }
}
