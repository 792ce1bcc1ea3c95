package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.backlog.LiveHarness;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.jobs.record.UserErasure;
import io.freshet.schemas.Signal;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;
import org.junit.jupiter.api.Test;

/** Histories of users who stay away, in RocksDB. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class HistoryExpiryTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long HORIZON = InteractionConfig.defaults().horizon().toMillis();
  private static final int USERS = 300;

  @Test
  void compactionRemovesTheHistoriesThatWereNotWrittenForTheHorizon() throws Exception {
    OperatorSubtaskState snapshot;
    try (Harness harness = new Harness()) {
      harness.at(NOW);
      harness.open();
      harness.events(0, USERS, NOW);
      harness.at(NOW + HORIZON / 2);
      harness.events(0, USERS / 3, NOW + HORIZON / 2);
      harness.at(NOW + HORIZON - 1);
      assertThat(harness.keysAfterCompaction()).isEqualTo(USERS);
      harness.at(NOW + HORIZON + 1);
      assertThat(harness.keysAfterCompaction()).isEqualTo(USERS / 3);
      snapshot = harness.snapshot(2, NOW);
    }
    try (Harness harness = new Harness()) {
      harness.at(NOW + 2 * HORIZON);
      harness.initializeState(snapshot);
      harness.open();
      assertThat(harness.keysAfterCompaction()).isZero();
    }
  }

  private static final class Harness
      extends LiveHarness<String, CheckedEvent, UserErasure, EdgeUpdates> {
    Harness() throws Exception {
      super(
          new PairingOperator(InteractionConfig.defaults(), "user-histories"),
          CheckedEvent::userId,
          UserErasure::userId,
          Types.STRING);
      setStateBackend(new EmbeddedRocksDBStateBackend());
    }

    void at(long millis) throws Exception {
      setStateTtlProcessingTime(millis);
    }

    void events(int from, int to, long at) throws Exception {
      for (int i = from; i < to; i++) {
        String user = "user-" + i;
        processElement1(
            new CheckedEvent(user + at, user, "item", "track", Signal.LIKE, at, -1, -1, at, at), 0);
      }
      // What is in the cache goes to the backend.
      assertThat(snapshot(1, at)).isNotNull();
    }

    long keysAfterCompaction() throws Exception {
      RocksDBKeyedStateBackend<String> backend =
          (RocksDBKeyedStateBackend<String>)
              ((PairingOperator) getOperator()).<String>getKeyedStateBackend();
      backend.compactState(
          new ValueStateDescriptor<>(
              "history", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
      // Not through the state, which would hide what has expired whether it is there or not.
      try (Stream<String> keys = backend.getKeys("history", VoidNamespace.INSTANCE)) {
        return keys.count();
      }
    }
  }
}
