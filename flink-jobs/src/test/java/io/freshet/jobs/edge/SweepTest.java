package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Items that nothing touches after their neighbors were taken down. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class SweepTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long SWEEP = Duration.ofMinutes(1).toMillis();
  private static final long STEP = 100;
  private static final int MAX_PARALLELISM = 8;

  @Test
  void neighborThatWasTakenDownLeavesUntouchedItemsWithinTheSweepHoweverSmallItsShare()
      throws Exception {
    try (World world = World.start(config(0.05, 100), 1, false)) {
      world.update("a", "b", 99);
      world.update("a", "c", 1);
      world.update("z", "b", 1);
      world.advance(Duration.ofHours(2).toMillis());
      int before = world.published.size();
      assertThat(world.shares("a")).containsOnlyKeys("b", "c");
      world.presence("c", false);
      world.advance(SWEEP);
      assertThat(world.shares("a")).containsOnlyKeys("b");
      assertThat(world.published.size() - before)
          .as("the tombstone and the one item that showed it")
          .isEqualTo(2);
      assertThat(world.timers()).isZero();
    }
  }

  @Test
  void stepOfASweepPublishesNoMoreThanItsShareOfTheRate() throws Exception {
    try (World world = World.start(config(0, 200), 1, false)) {
      for (int i = 0; i < 300; i++) {
        world.update("item-" + i, "gone", 1);
        world.update("item-" + i, "here", 1);
      }
      world.advance(2_000);
      world.presence("gone", false);
      int before = world.published.size();
      int most = 0;
      for (long millis = 0; millis < SWEEP; millis += STEP) {
        int soFar = world.published.size();
        world.advance(STEP);
        most = Math.max(most, world.published.size() - soFar);
      }
      assertThat(most).isEqualTo(20);
      assertThat(world.published.size() - before).isEqualTo(300);
    }
  }

  @Test
  void takedownDuringAPassWantsAnotherOne() throws Exception {
    try (World world = World.start(config(0, 10), 1, false)) {
      for (int i = 0; i < 30; i++) {
        world.update("item-" + i, "first", 1);
        world.update("item-" + i, "second", 1);
      }
      world.advance(2_000);
      world.presence("first", false);
      while (world.gone("first") < 15) {
        world.advance(STEP);
      }
      world.presence("second", false);
      world.advance(SWEEP);
      assertThat(world.gone("first")).isEqualTo(30);
      assertThat(world.gone("second")).isEqualTo(30);
    }
  }

  @Property(tries = 25)
  void afterASweepNeighborhoodsAreThoseOfAPlainMapThroughARestoreAndARescaling(@ForAll long seed)
      throws Exception {
    equalsThePlainMap(seed, false);
  }

  @Test
  void onRocksDbTooNeighborhoodsAreThoseOfAPlainMap() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      equalsThePlainMap(seed, true);
    }
  }

  private static void equalsThePlainMap(long seed, boolean onRocksDb) throws Exception {
    Random random = new Random(seed);
    EdgeConfig config = config(0, 50);
    Map<String, Map<String, Double>> plain = new TreeMap<>();
    Set<String> gone = new HashSet<>();
    try (World first = World.start(config, 1, onRocksDb)) {
      act(first, plain, gone, random);
      try (World second = first.rescale(2)) {
        act(second, plain, gone, random);
        second.advance(SWEEP + 2_000);
        for (int i = 0; i < 15; i++) {
          String item = "i" + i;
          Map<String, Double> expected = plain.getOrDefault(item, Map.of());
          double sum = expected.values().stream().mapToDouble(Double::doubleValue).sum();
          Map<String, Double> actual = second.shares(item);
          assertThat(actual.keySet()).as(item).isEqualTo(expected.keySet());
          expected.forEach(
              (id, weight) ->
                  assertThat(requireNonNull(actual.get(id))).isCloseTo(weight / sum, within(1e-6)));
        }
      }
    }
  }

  private static void act(
      World world, Map<String, Map<String, Double>> plain, Set<String> gone, Random random)
      throws Exception {
    for (int i = 0; i < 120; i++) {
      String item = "i" + random.nextInt(15);
      String other = "i" + random.nextInt(15);
      int action = random.nextInt(8);
      if (action == 0 && gone.add(item)) {
        world.presence(item, false);
        plain.remove(item);
        plain.values().forEach(neighbors -> neighbors.remove(item));
      } else if (action == 1 && gone.remove(item)) {
        world.presence(item, true);
      } else if (action > 1 && !item.equals(other)) {
        double weight = 1 + random.nextInt(9);
        world.update(item, other, weight);
        if (!gone.contains(item) && !gone.contains(other)) {
          plain.computeIfAbsent(item, id -> new TreeMap<>()).merge(other, weight, Double::sum);
        }
      }
      world.advance(1 + random.nextInt(1_500));
    }
  }

  private static EdgeConfig config(double epsilon, int sweepRate) {
    EdgeConfig defaults = EdgeConfig.defaults();
    return new EdgeConfig(
        defaults.halfLife(),
        Map.of(),
        defaults.candidates(),
        defaults.topK(),
        defaults.minSupport(),
        epsilon,
        Duration.ofHours(1),
        Duration.ofSeconds(1),
        1,
        Duration.ofMillis(200),
        20,
        defaults.takedowns(),
        Duration.ofMillis(SWEEP),
        sweepRate);
  }

  /** The subtasks of the operator, their clock and what they publish. */
  private static final class World implements AutoCloseable {
    private final EdgeConfig config;
    private final boolean onRocksDb;
    private final EdgeSums sums;
    private final List<Harness> subtasks = new ArrayList<>();
    private final AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);
    private final Map<String, OutputRecord> last = new TreeMap<>();
    final List<OutputRecord> published = new ArrayList<>();
    private long now = NOW;

    private World(EdgeConfig config, boolean onRocksDb) {
      this.config = config;
      this.onRocksDb = onRocksDb;
      sums = new EdgeSums(config);
    }

    static World start(EdgeConfig config, int parallelism, boolean onRocksDb) throws Exception {
      World world = new World(config, onRocksDb);
      for (int i = 0; i < parallelism; i++) {
        Harness harness = new Harness(config, parallelism, i, onRocksDb);
        world.subtasks.add(harness);
        harness.open();
        harness.setProcessingTime(NOW);
      }
      return world;
    }

    World rescale(int parallelism) throws Exception {
      List<OperatorSubtaskState> states = new ArrayList<>();
      for (Harness harness : subtasks) {
        harness.getOperator().prepareSnapshotPreBarrier(1);
        states.add(harness.snapshot(1, now));
      }
      OperatorSubtaskState all =
          AbstractStreamOperatorTestHarness.repackageState(
              states.toArray(OperatorSubtaskState[]::new));
      World world = new World(config, onRocksDb);
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
          KeyGroupRangeAssignment.assignKeyToParallelOperator(
              item, MAX_PARALLELISM, subtasks.size());
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
