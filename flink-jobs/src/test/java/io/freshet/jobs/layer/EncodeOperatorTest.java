package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.LayerEmbedding;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EncodeOperatorTest {
  private final FakeInference inference = new FakeInference();
  private final OperatorMetrics metrics = new OperatorMetrics();
  private KeyedOneInputStreamOperatorTestHarness<String, FeatureUpdate, LayerEmbedding> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(Harnesses.ONE_SLICE);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    assertThat(inference.closed).isTrue();
  }

  @Test
  void recordsOfALaterRoundWaitThoughTheyCameBeforeTheWatermark() throws Exception {
    send("a", "track", 3, 1, 10);
    send("a", "track", 5, 2, 20);
    send("b", "track", 7, 1, 20);
    harness.processWatermark(10);
    assertThat(outputs()).containsExactly("a@10 3.0 FRESH");

    harness.processWatermark(20);
    assertThat(outputs()).containsExactly("a@10 3.0 FRESH", "a@20 5.0 FRESH", "b@20 7.0 FRESH");
  }

  @Test
  void aWatermarkThatEndsSeveralRoundsEndsThemOneByOne() throws Exception {
    send("a", "track", 3, 1, 10);
    send("a", "track", 5, 2, 20);
    harness.processWatermark(20);
    Harnesses.runMails(harness);

    assertThat(inference.batches).hasSize(2);
    assertThat(outputs()).containsExactly("a@10 3.0 FRESH", "a@20 5.0 FRESH");
  }

  @Test
  void onlyTheNewestVersionOfARoundIsEncoded() throws Exception {
    send("a", "track", 3, 2, 10);
    send("a", "track", 5, 1, 10);
    harness.processWatermark(10);
    send("a", "track", 5, 1, 20);
    harness.processWatermark(20);

    assertThat(outputs()).containsExactly("a@10 3.0 FRESH");
    assertThat(inference.batches).containsExactly(1);
  }

  @Test
  void unchangedTextIsNotEncodedAgain() throws Exception {
    send("a", "track", 3, 1, 10);
    harness.processWatermark(10);
    send("a", "track", 3, 2, 20);
    harness.processWatermark(20);

    assertThat(outputs()).hasSize(1);
    assertThat(inference.batches).hasSize(1);
  }

  @Test
  void watermarkLeavesAfterTheLastSlice() throws Exception {
    reopen(Harnesses.SLICES_OF_ONE);
    for (String item : List.of("a", "b", "c")) {
      send(item, "track", 3, 1, 10);
    }
    harness.processWatermark(10);
    assertThat(outputs()).hasSize(1);
    assertThat(Harnesses.watermarks(harness)).isEmpty();

    Harnesses.runMails(harness);
    assertThat(outputs()).hasSize(3);
    assertThat(Harnesses.watermarks(harness)).containsExactly(10L);
    assertThat(inference.batches).containsExactly(1, 1, 1);
  }

  @Test
  void theNextWatermarkFirstEndsWhatIsLeftOfTheRound() throws Exception {
    reopen(Harnesses.SLICES_OF_ONE);
    send("a", "track", 3, 1, 10);
    send("b", "track", 5, 1, 10);
    harness.processWatermark(10);
    harness.processWatermark(20);
    Harnesses.runMails(harness);

    assertThat(outputs()).hasSize(2);
    assertThat(Harnesses.watermarks(harness)).containsExactly(10L, 20L);
  }

  @Test
  void aTaskThatStopsInMidRoundLeavesTheRestToItsSavepoint() throws Exception {
    reopen(Harnesses.SLICES_OF_ONE);
    send("a", "track", 3, 1, 10);
    send("b", "track", 5, 1, 10);
    send("c", "track", 7, 1, 10);
    harness.processWatermark(10);
    harness.getTaskMailbox().quiesce();
    Harnesses.runMails(harness);

    assertThat(outputs()).containsExactly("a@10 3.0 FRESH", "b@10 5.0 FRESH");
    assertThat(Harnesses.watermarks(harness)).isEmpty();
  }

  @Test
  void restoreInMidRoundDoesTheRestOnce() throws Exception {
    reopen(Harnesses.SLICES_OF_ONE);
    send("a", "track", 3, 1, 10);
    send("b", "track", 5, 1, 10);
    send("c", "track", 7, 1, 20);
    harness.processWatermark(10);
    List<String> before = outputs();
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness(Harnesses.SLICES_OF_ONE);
    harness.initializeState(snapshot);
    harness.open();
    assertThat(outputs()).isEmpty();
    harness.processWatermark(30);
    Harnesses.runMails(harness);

    assertThat(before).containsExactly("a@10 3.0 FRESH");
    assertThat(outputs()).containsExactly("b@10 5.0 FRESH", "c@20 7.0 FRESH");
  }

  @Test
  void progressOfTheBacklogGoesOnAfterARestore() throws Exception {
    reopen(Harnesses.SLICES_OF_ONE);
    for (String item : List.of("a", "b", "c", "a")) {
      send(item, "track", 3, 1, 0);
    }
    send("d", "track", 3, 1, 10);
    assertThat(progress()).isEqualTo("0 of 3");
    harness.processWatermark(0);
    assertThat(progress()).isEqualTo("1 of 3");
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness(Harnesses.SLICES_OF_ONE);
    harness.initializeState(snapshot);
    harness.open();
    assertThat(progress()).isEqualTo("1 of 3");
    harness.processWatermark(10);
    Harnesses.runMails(harness);
    assertThat(progress()).isEqualTo("3 of 3");
  }

  @Test
  void tombstoneRemovesAllButItsVersion() throws Exception {
    send("a", "track", 3, 5, 10);
    harness.processWatermark(10);
    remove("a", 6, 20);
    remove("never-seen", 6, 20);
    harness.processWatermark(20);
    assertThat(outputs()).containsExactly("a@10 3.0 FRESH", "a@20 - REMOVED");
    assertThat(entries()).isEqualTo(2);

    send("a", "track", 9, 5, 30);
    send("never-seen", "track", 9, 7, 30);
    harness.processWatermark(30);
    assertThat(outputs()).last().isEqualTo("never-seen@30 9.0 FRESH");
    assertThat(outputs()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "infinite", "zero", "short", "long", "refused"})
  void itemWithoutAUsableAnswerKeepsItsLastGoodVectorAndTheRoundGoesOn(String type)
      throws Exception {
    send("a", "track", 3, 1, 10);
    harness.processWatermark(10);
    send("a", type, 5, 2, 20);
    send("b", "track", 7, 1, 20);
    send("c", type, 7, 1, 20);
    harness.processWatermark(20);

    assertThat(outputs()).containsExactly("a@10 3.0 FRESH", "a@20 3.0 STALE", "b@20 7.0 FRESH");
    assertThat(harness.getSideOutput(EmbeddingOutputTags.FAILED))
        .extracting(failed -> failed.getValue().item() + "@" + failed.getValue().round())
        .containsExactly("a@20", "c@20");
    assertThat(Harnesses.watermarks(harness)).containsExactly(10L, 20L);

    send("a", "track", 5, 3, 30);
    harness.processWatermark(30);
    assertThat(outputs()).last().isEqualTo("a@30 5.0 FRESH");
  }

  private KeyedOneInputStreamOperatorTestHarness<String, FeatureUpdate, LayerEmbedding> harness(
      LayerSettings settings) throws Exception {
    FakeInference shared = inference;
    EncodeOperator operator = new EncodeOperator(settings.layer(0), metrics -> shared);
    KeyedOneInputStreamOperatorTestHarness<String, FeatureUpdate, LayerEmbedding> created =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator, FeatureUpdate::item, Types.STRING, metrics.environment());
    Harnesses.connect(created, operator);
    return created;
  }

  private void reopen(LayerSettings settings) throws Exception {
    harness.close();
    harness = harness(settings);
    harness.open();
  }

  private void send(String item, String type, float value, long version, long round)
      throws Exception {
    harness.processElement(
        new FeatureUpdate(
            item, type, "text " + value, new float[] {value, 0}, false, version, round, 1),
        0);
  }

  private void remove(String item, long version, long round) throws Exception {
    harness.processElement(FeatureUpdate.removal(item, version, round, 1), 0);
  }

  private String progress() {
    return "%s of %s"
        .formatted(metrics.gauge("backlog_items_closed"), metrics.gauge("backlog_items"));
  }

  /** Entries of state, after a checkpoint has brought them to the backend. */
  private int entries() throws Exception {
    assertThat(harness.snapshot(1, 1)).isNotNull();
    return harness.numKeyedStateEntries();
  }

  private List<String> outputs() {
    return harness.extractOutputValues().stream().map(Harnesses::text).toList();
  }
}
