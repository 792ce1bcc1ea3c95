package io.freshet.jobs.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Whatever is evicted, written and restored when, the cache shows what plain maps would. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class CachedStatesTest {
  private static final long FIRST_SEED = Long.getLong("freshet.seed", 1);

  private static final int VALUE = -1;

  /** The parted value, a list: 0 looks at all of it and empties it, 1 clears it unseen. */
  private static final int PARTED = -2;

  /** One change of one key's states; 0 removes. */
  private record Change(String key, int entry, int value) {}

  @Test
  void cachedStateIsWhatPlainMapsWouldBe() throws Exception {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 25; seed++) {
      Random random = new Random(seed);
      int limit = random.nextInt(20);
      Map<String, Map<Integer, Integer>> expected = new TreeMap<>();
      OperatorSubtaskState snapshot = OperatorSubtaskState.builder().build();
      for (int life = 0; life < 3; life++) {
        try (Harness harness = new Harness(limit)) {
          harness.initializeState(snapshot);
          harness.open();
          for (int step = 0; step < 60; step++) {
            apply(random, harness, expected);
          }
          assertThat(harness.all()).as("seed %d, life %d", seed, life).isEqualTo(expected);
          snapshot = harness.snapshot(life, 0);
          assertThat(harness.cached()).isLessThanOrEqualTo(Math.max(limit, 0));
        }
      }
    }
  }

  @Test
  void partedValueHoldsAllThatWasAddedInOrder() throws Exception {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 25; seed++) {
      Random random = new Random(seed);
      int limit = random.nextInt(20);
      Map<String, List<Integer>> expected = new TreeMap<>();
      OperatorSubtaskState snapshot = OperatorSubtaskState.builder().build();
      for (int life = 0; life < 3; life++) {
        try (Harness harness = new Harness(limit)) {
          harness.initializeState(snapshot);
          harness.open();
          for (int step = 0; step < 80; step++) {
            Change change = new Change("key-" + random.nextInt(6), PARTED, random.nextInt(12));
            harness.processElement(change, 0);
            if (change.value() > 1) {
              expected.computeIfAbsent(change.key(), key -> new ArrayList<>()).add(change.value());
            } else {
              expected.remove(change.key());
            }
            if (random.nextInt(20) == 0) {
              snapshot = harness.snapshot(100L * life + step, 0);
            }
          }
          snapshot = harness.snapshot(1000 + life, 0);
          assertThat(harness.lists()).as("seed %d, life %d", seed, life).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void addingToWhatIsNotInMemoryReadsNothing() throws Exception {
    try (Harness harness = new Harness(0)) {
      harness.open();
      IntegersCodec.DECODED.set(0);
      for (int step = 0; step < 1000; step++) {
        harness.processElement(new Change("hub", PARTED, 2 + step), 0);
      }
      assertThat(IntegersCodec.DECODED.get()).isZero();
      assertThat(harness.lists().get("hub")).hasSize(1000).startsWith(2, 3).endsWith(1001);
    }
  }

  @Test
  void entriesAreCountedOnceHoweverPartsComeAndGo() throws Exception {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 25; seed++) {
      Random random = new Random(seed);
      try (Harness harness = new Harness(random.nextInt(20))) {
        harness.open();
        for (int step = 0; step < 200; step++) {
          String key = "key-" + random.nextInt(6);
          int entry = PARTED + random.nextInt(3);
          harness.processElement(new Change(key, entry, random.nextInt(5)), 0);
          if (random.nextInt(20) == 0) {
            harness.snapshot(step, 0);
          }
        }
        // What stays is then counted as it is: with room for nothing, nothing is left.
        harness.store.states.trimTo(0);
        assertThat(harness.store.states.size()).as("seed %d", seed).isZero();
      }
    }
  }

  @Test
  void keyThatWasEvictedHoldsNothing() throws Exception {
    try (Harness harness = new Harness(0)) {
      harness.open();
      harness.store.setCurrentKey("a");
      CachedKey kept = harness.store.states.current();
      harness.processElement(new Change("a", VALUE, 1), 0);
      harness.processElement(new Change("a", PARTED, 2), 0);
      assertThat(kept.held).containsOnlyNulls();
      assertThat(harness.cached()).isZero();
    }
  }

  @Test
  void clearedStateLeavesNothingBehind() throws Exception {
    try (Harness harness = new Harness(100)) {
      harness.open();
      harness.processElement(new Change("a", VALUE, 1), 0);
      harness.processElement(new Change("a", 5, 1), 0);
      harness.processElement(new Change("a", PARTED, 2), 0);
      harness.snapshot(1, 0);
      assertThat(harness.backendKeys()).isEqualTo(3);
      harness.processElement(new Change("a", VALUE, 0), 0);
      harness.processElement(new Change("a", 5, 0), 0);
      harness.processElement(new Change("a", PARTED, 0), 0);
      harness.snapshot(2, 0);
      assertThat(harness.backendKeys()).isZero();
    }
  }

  private static void apply(
      Random random, Harness harness, Map<String, Map<Integer, Integer>> expected)
      throws Exception {
    Change change =
        new Change("key-" + random.nextInt(6), random.nextInt(6) - 1, random.nextInt(4));
    harness.processElement(change, 0);
    Map<Integer, Integer> states = expected.computeIfAbsent(change.key(), key -> new TreeMap<>());
    if (change.value() == 0) {
      states.remove(change.entry());
    } else {
      states.put(change.entry(), change.value());
    }
    if (states.isEmpty()) {
      expected.remove(change.key());
    }
  }

  /** Applies changes. */
  private static final class Store extends AbstractStreamOperator<Integer>
      implements OneInputStreamOperator<Change, Integer> {
    private static final long serialVersionUID = 1;

    private final int limit;
    transient CachedStates states;
    transient ValueState<Integer> value;
    transient MapState<Integer, Integer> map;
    transient PartedState<List<Integer>> parted;

    @SuppressWarnings("NullAway.Init")
    Store(int limit) {
      this.limit = limit;
    }

    @Override
    public void open() throws Exception {
      super.open();
      states = new CachedStates(getKeyedStateStore(), this, limit);
      value = states.value("value", Types.INT);
      map = states.map("map", Types.INT, Types.INT);
      parted = states.parted("parted", new IntegersCodec());
    }

    @Override
    public void processElement(StreamRecord<Change> element) throws Exception {
      Change change = element.getValue();
      if (change.entry() == PARTED) {
        add(change.value());
      } else if (change.entry() == VALUE) {
        if (change.value() == 0) {
          value.clear();
        } else {
          value.update(change.value());
        }
      } else if (change.value() == 0) {
        map.remove(change.entry());
      } else {
        map.put(change.entry(), change.value());
      }
      states.trim();
      assertThat(getCurrentKey()).isEqualTo(change.key());
    }

    private void add(int value) throws Exception {
      if (value == 1) {
        parted.clear();
        return;
      }
      if (value == 0) {
        parted.whole().clear();
      } else {
        parted.part().add(value);
      }
      parted.changed();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
      super.snapshotState(context);
      states.flush();
    }
  }

  /** A list of integers; counts what it read, and how many of its values the cache holds. */
  private static final class IntegersCodec implements PartsCodec<List<Integer>> {
    static final AtomicInteger DECODED = new AtomicInteger();

    private final StateOutput out = new StateOutput();
    private final StateInput in = new StateInput();

    @Override
    public byte[] encode(List<Integer> value) {
      out.begin(1).count(value.size());
      value.forEach(out::count);
      return out.bytes();
    }

    @Override
    public List<Integer> decode(byte[] bytes) {
      DECODED.incrementAndGet();
      int unused = in.begin(bytes, 1, "integers");
      List<Integer> value = new ArrayList<>();
      for (int rest = in.count(); rest > 0; rest--) {
        value.add(in.count());
      }
      return value;
    }

    @Override
    public int weight(List<Integer> value) {
      return 1 + value.size();
    }

    @Override
    public List<Integer> empty() {
      return new ArrayList<>();
    }

    @Override
    public void addAll(List<Integer> value, List<Integer> later) {
      value.addAll(later);
    }

    @Override
    public boolean isEmpty(List<Integer> value) {
      return value.isEmpty();
    }
  }

  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<String, Change, Integer> {
    private final Store store;

    Harness(int limit) throws Exception {
      this(new Store(limit));
    }

    private Harness(Store store) throws Exception {
      super(store, Change::key, Types.STRING);
      this.store = store;
      setStateBackend(new EmbeddedRocksDBStateBackend());
    }

    Map<String, Map<Integer, Integer>> all() throws Exception {
      Map<String, Map<Integer, Integer>> all = new TreeMap<>();
      for (int i = 0; i < 6; i++) {
        store.setCurrentKey("key-" + i);
        Map<Integer, Integer> states = new TreeMap<>();
        if (store.value.value() != null) {
          states.put(VALUE, store.value.value());
        }
        for (Map.Entry<Integer, Integer> entry : store.map.entries()) {
          states.put(entry.getKey(), entry.getValue());
        }
        if (!states.isEmpty()) {
          all.put("key-" + i, states);
        }
      }
      return all;
    }

    Map<String, List<Integer>> lists() throws Exception {
      Map<String, List<Integer>> lists = new TreeMap<>();
      for (int i = 0; i < 6; i++) {
        put("key-" + i, lists);
      }
      put("hub", lists);
      return lists;
    }

    private void put(String key, Map<String, List<Integer>> lists) throws Exception {
      store.setCurrentKey(key);
      if (!store.parted.whole().isEmpty()) {
        lists.put(key, List.copyOf(store.parted.whole()));
      }
    }

    long cached() throws Exception {
      store.states.trim();
      return store.states.size();
    }

    int backendKeys() {
      List<String> keys = new ArrayList<>();
      for (String state : List.of("value", "map", "parted")) {
        store
            .<String>getKeyedStateBackend()
            .getKeys(state, VoidNamespace.INSTANCE)
            .forEach(keys::add);
      }
      return keys.size();
    }
  }
}
