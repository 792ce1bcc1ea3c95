package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** The subtasks of the operator, their clock and what they publish. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class NeighborhoodWorld implements AutoCloseable {
  /** Where the clock stands at the start, and the time of all events. */
  static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  /** Steps in which the clock advances. */
  static final long STEP = 100;

  private static final int MAX_PARALLELISM = 8;

  private final EdgeConfig config;
  private final boolean onRocksDb;
  private final EdgeSums sums;
  private final List<Harness> subtasks = new ArrayList<>();
  private final AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);
  private final Map<String, OutputRecord> last = new TreeMap<>();
  final List<OutputRecord> published = new ArrayList<>();
  private long now = NOW;

  private NeighborhoodWorld(EdgeConfig config, boolean onRocksDb) {
    this.config = config;
    this.onRocksDb = onRocksDb;
    sums = new EdgeSums(config);
  }

  static NeighborhoodWorld start(EdgeConfig config, int parallelism, boolean onRocksDb)
      throws Exception {
    NeighborhoodWorld world = new NeighborhoodWorld(config, onRocksDb);
    for (int i = 0; i < parallelism; i++) {
      Harness harness = new Harness(config, parallelism, i, onRocksDb);
      world.subtasks.add(harness);
      harness.open();
      harness.setProcessingTime(NOW);
    }
    return world;
  }

  NeighborhoodWorld rescale(int parallelism) throws Exception {
    List<OperatorSubtaskState> states = new ArrayList<>();
    for (Harness harness : subtasks) {
      harness.getOperator().prepareSnapshotPreBarrier(1);
      states.add(harness.snapshot(1, now));
    }
    OperatorSubtaskState all =
        AbstractStreamOperatorTestHarness.repackageState(
            states.toArray(OperatorSubtaskState[]::new));
    NeighborhoodWorld world = new NeighborhoodWorld(config, onRocksDb);
    world.now = now;
    world.last.putAll(last);
    for (int i = 0; i < parallelism; i++) {
      Harness harness = new Harness(config, parallelism, i, onRocksDb);
      world.subtasks.add(harness);
      harness.setProcessingTime(now);
      harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              all, MAX_PARALLELISM, subtasks.size(), parallelism, i));
      harness.open();
    }
    return world;
  }

  void update(String item, String neighbor, double weight) throws Exception {
    sums.add(new EdgeUpdate(item, "track", neighbor, "track", weight, NOW, 1, NOW));
    List<EdgeChanges> all = new ArrayList<>();
    sums.drain(all::add);
    int owner =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(item, MAX_PARALLELISM, subtasks.size());
    for (EdgeChanges changes : all) {
      subtasks.get(owner).processElement1(new StreamRecord<>(changes));
    }
    collect();
  }

  void presence(String item, boolean present) throws Exception {
    for (Harness harness : subtasks) {
      harness.processElement2(new StreamRecord<>(new CatalogPresence(item, present)));
    }
    collect();
  }

  void advance(long millis) throws Exception {
    long end = now + millis;
    while (now < end) {
      now = Math.min(end, now + STEP);
      for (Harness harness : subtasks) {
        harness.setProcessingTime(now);
      }
    }
    collect();
  }

  /** Last published shares, over all types; empty after a tombstone. */
  Map<String, Double> shares(String item) throws Exception {
    Map<String, Double> shares = new TreeMap<>();
    OutputRecord record = last.get(item);
    if (record != null && record.value() != null) {
      codec
          .decode(requireNonNull(record.value()))
          .getRelations()
          .forEach(
              relation -> {
                for (Neighbor neighbor : relation.getNeighbors()) {
                  shares.put(neighbor.getItemId(), (double) neighbor.getShare());
                }
              });
    }
    return shares;
  }

  /** How many items show no such neighbor. */
  int gone(String neighbor) throws Exception {
    int gone = 0;
    for (String item : last.keySet()) {
      gone += item.startsWith("item-") && !shares(item).containsKey(neighbor) ? 1 : 0;
    }
    return gone;
  }

  int timers() {
    return subtasks.stream().mapToInt(Harness::numProcessingTimeTimers).sum();
  }

  private void collect() {
    for (Harness harness : subtasks) {
      for (OutputRecord record : harness.extractOutputValues()) {
        published.add(record);
        last.put(record.key(), record);
      }
      harness.getOutput().clear();
    }
  }

  @Override
  public void close() throws Exception {
    for (Harness harness : subtasks) {
      harness.close();
    }
  }

  private static final class Harness
      extends LiveHarness<String, EdgeChanges, CatalogPresence, OutputRecord> {
    @SuppressWarnings("NullAway") // this is how the harness is told that an input has no key
    private static final KeySelector<CatalogPresence, String> NOT_KEYED = null;

    Harness(EdgeConfig config, int parallelism, int index, boolean onRocksDb) throws Exception {
      super(
          new NeighborhoodOperator(config, "item-neighborhoods"),
          EdgeChanges::itemId,
          NOT_KEYED,
          Types.STRING,
          MAX_PARALLELISM,
          parallelism,
          index);
      if (onRocksDb) {
        setStateBackend(new EmbeddedRocksDBStateBackend());
      }
    }
  }
}
