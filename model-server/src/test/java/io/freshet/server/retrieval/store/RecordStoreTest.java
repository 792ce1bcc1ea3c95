package io.freshet.server.retrieval.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordStoreTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;
  private RecordStore store;

  @BeforeEach
  void open() {
    store = RecordStore.open(directory.resolve("store"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void newestRecordOfEveryKeyIsHeldByTopic() {
    store.write("a", state(1), List.of(record("x", "1"), record("y", "1"), record("x", "2")));
    store.write("ab", state(2), List.of(record("x", "of ab")));
    store.write("a", state(3), List.of(deletion("y", NOON)));
    assertThat(held("a")).isEqualTo(Map.of("x", "2", "y", "deleted"));
    assertThat(held("ab")).isEqualTo(Map.of("x", "of ab"));
    assertThat(store.state("a")).contains(state(3));
    assertThat(store.state("b")).isEmpty();
    assertThat(store.topics()).containsExactly("a", "ab");
  }

  @Test
  void forgottenTopicLeavesNothingAndOthersAlone() {
    store.write("a", state(1), List.of(record("x", "1"), record("\uFFFF", "1")));
    store.write("a-b", state(1), List.of(record("x", "1")));
    store.forget("a");
    assertThat(held("a")).isEmpty();
    assertThat(store.state("a")).isEmpty();
    assertThat(held("a-b")).hasSize(1);
    assertThat(store.topics()).containsExactly("a-b");
  }

  @Test
  void layoutsAreHeldByTopicAndIndexUntilTheTopicIsForgotten() {
    byte[] layout = {1, 2, 3};
    store.writeLayout("a", "embeddings", new byte[] {9});
    store.writeLayout("a", "embeddings", layout);
    store.writeLayout("ab", "embeddings", new byte[] {7});
    assertThat(store.layout("a", "embeddings")).hasValue(layout);
    assertThat(store.layout("a", "towers")).isEmpty();
    assertThat(store.topics()).isEmpty();
    assertThat(held("a")).isEmpty();
    store.forget("a");
    assertThat(store.layout("a", "embeddings")).isEmpty();
    assertThat(store.layout("ab", "embeddings")).isPresent();
  }

  @Test
  void deletionsAreForgottenWhenDueUnlessTheKeyLivesAgain() {
    store.write(
        "a",
        state(1),
        List.of(
            deletion("old", NOON.minusSeconds(2)),
            deletion("again", NOON.minusSeconds(2)),
            deletion("twice", NOON.minusSeconds(2)),
            deletion("new", NOON)));
    store.write("a", state(2), List.of(record("again", "1"), deletion("twice", NOON)));
    store.forgetDeletionsBefore(NOON);
    assertThat(held("a")).isEqualTo(Map.of("again", "1", "twice", "deleted", "new", "deleted"));
    store.forgetDeletionsBefore(NOON.plusSeconds(1));
    assertThat(held("a")).isEqualTo(Map.of("again", "1"));
  }

  @Test
  void recordComesBackAsItWas() {
    StoredRecord record =
        new StoredRecord(
            new byte[] {0, 1, (byte) 0xFF},
            new byte[0],
            Long.MIN_VALUE,
            List.of(
                new StoredRecord.Header("v", "7".getBytes(UTF_8)),
                new StoredRecord.Header("", new byte[0])));
    store.write("a", state(1), List.of(record));
    List<StoredRecord> held = new ArrayList<>();
    store.forEach("a", held::add);
    assertThat(held).usingRecursiveFieldByFieldElementComparator().containsExactly(record);
  }

  @Test
  void randomBytesAreRefusedAndNeverCrash() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = 1; // the known format
      }
      readOrRefused(() -> StoredRecord.decoded(new byte[0], bytes));
      readOrRefused(() -> TopicState.decoded(bytes));
    }
  }

  private static void readOrRefused(Supplier<?> reader) {
    try {
      assertThat(reader.get()).isNotNull();
    } catch (StoreException e) {
      assertThat(e).hasMessageStartingWith("Cannot read");
    }
  }

  @Test
  void closedStoreSaysSo() {
    store.close();
    assertThatThrownBy(() -> store.state("a"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  private Map<String, String> held(String topic) {
    Map<String, String> held = new TreeMap<>();
    store.forEach(
        topic,
        record ->
            held.put(
                new String(record.key(), UTF_8),
                record.value() == null ? "deleted" : new String(record.value(), UTF_8)));
    return held;
  }

  private static TopicState state(long position) {
    return new TopicState("id", NOON, Map.of(0, position, 1, 7L));
  }

  private static StoredRecord record(String key, String value) {
    return new StoredRecord(
        key.getBytes(UTF_8), value.getBytes(UTF_8), NOON.toEpochMilli(), List.of());
  }

  private static StoredRecord deletion(String key, Instant at) {
    return StoredRecord.deletion(key.getBytes(UTF_8), at.toEpochMilli());
  }
}
