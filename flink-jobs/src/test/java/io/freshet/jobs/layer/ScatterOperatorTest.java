package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.jobs.record.SubscriptionChange;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScatterOperatorTest {
  private KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, SubscriptionChange, AggregateChange>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void subscriberIsToldWhatTheSourceContributesAndThenOnlyTheDifference() throws Exception {
    embed("source", 8, 10);
    subscribe("source", "a", .5f, 1, 10);
    watermark(10);
    embed("source", 6, 20);
    watermark(20);
    subscribe("source", "a", .25f, 2, 30);
    watermark(30);
    subscribe("source", "a", 0, 3, 40);
    watermark(40);

    assertThat(outputs())
        .containsExactly("a@10 4.0 1", "a@20 -1.0 0", "a@30 -1.5 0", "a@40 -1.5 -1");
  }

  @Test
  void recordsOfALaterRoundWaitThoughTheyCameBeforeTheWatermark() throws Exception {
    subscribe("source", "a", 1, 1, 10);
    embed("source", 8, 10);
    embed("source", 6, 20);
    subscribe("source", "b", 1, 1, 20);
    watermark(10);
    assertThat(outputs()).containsExactly("a@10 8.0 1");

    watermark(20);
    assertThat(outputs()).containsExactlyInAnyOrder("a@10 8.0 1", "a@20 -2.0 0", "b@20 6.0 1");
  }

  @Test
  void sourceThatGoesKeepsItsSubscribersForItsReturn() throws Exception {
    embed("source", 8, 10);
    subscribe("source", "a", 1, 1, 10);
    watermark(10);
    remove("source", 20);
    watermark(20);
    embed("source", 6, 30);
    watermark(30);

    assertThat(outputs()).containsExactly("a@10 8.0 1", "a@20 -8.0 -1", "a@30 6.0 1");
  }

  @Test
  void nothingIsLeftOfASourceWithoutTextAndSubscribers() throws Exception {
    embed("source", 8, 10);
    subscribe("source", "a", 1, 1, 10);
    watermark(10);
    remove("source", 20);
    subscribe("source", "a", 0, 2, 20);
    watermark(20);

    assertThat(outputs()).containsExactly("a@10 8.0 1", "a@20 -8.0 -1");
    assertThat(entries()).isZero();
  }

  @Test
  void olderSubscriptionOfARoundDoesNotReplaceTheNewer() throws Exception {
    embed("source", 8, 10);
    subscribe("source", "a", .5f, 2, 10);
    subscribe("source", "a", 0, 1, 10);
    watermark(10);

    assertThat(outputs()).containsExactly("a@10 4.0 1");
  }

  @Test
  void restoreInMidRoundDoesTheRestOnce() throws Exception {
    embed("first", 8, 10);
    subscribe("first", "a", 1, 1, 10);
    embed("second", 2, 10);
    subscribe("second", "a", 1, 1, 10);
    embed("first", 9, 20);
    harness.processBothWatermarks(new Watermark(10));
    harness.prepareSnapshotPreBarrier(1);
    List<String> before = outputs();
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    assertThat(outputs()).isEmpty();
    watermark(30);

    assertThat(before).containsExactly("a@10 8.0 1");
    assertThat(outputs()).containsExactly("a@10 2.0 1", "a@20 1.0 0");
  }

  @Test
  void differencesForOneAggregateLeaveTogetherBeforeTheWatermark() throws Exception {
    embed("first", 8, 10);
    embed("second", 2, 10);
    subscribe("first", "a", .5f, 1, 10);
    subscribe("second", "a", .5f, 1, 10);
    watermark(10);

    assertThat(outputs()).containsExactly("a@10 5.0 2");
    assertThat(harness.getOutput()).hasSize(2).last().isEqualTo(new Watermark(10));
    assertThat(harness.getSideOutput(EmbeddingOutputTags.FRAGMENTS))
        .extracting(record -> record.getValue())
        .containsExactly(
            RoundFragment.of(10, Count.MESSAGES, 1, 1),
            RoundFragment.of(10, Count.DIFFERENCES, 1, 2));
  }

  @Test
  void everyTypeOfRelationHasItsOwnSum() throws Exception {
    embed("first", 8, 10);
    subscribe("first", "a", .5f, 1, 10);
    harness.processElement2(
        new SubscriptionChange("first", "a", "album", 1, 1, 10, OldestEvent.NONE), 0);
    watermark(10);

    assertThat(outputs()).containsExactlyInAnyOrder("a@10 4.0 1", "a@10 8.0 1");
  }

  /** A slice is one key. */
  private static KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, SubscriptionChange, AggregateChange>
      harness() throws Exception {
    ScatterOperator operator = new ScatterOperator(Harnesses.SLICES_OF_ONE);
    var created =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            operator, LayerEmbedding::item, SubscriptionChange::source, Types.STRING);
    Harnesses.connect(created, operator);
    return created;
  }

  private void embed(String source, float value, long round) throws Exception {
    harness.processElement1(Harnesses.below(source, "track", value, round), 0);
  }

  private void remove(String source, long round) throws Exception {
    harness.processElement1(LayerEmbedding.removal(source, round, OldestEvent.NONE), 0);
  }

  private void subscribe(String source, String target, float share, long version, long round)
      throws Exception {
    harness.processElement2(
        new SubscriptionChange(source, target, "track", share, version, round, OldestEvent.NONE),
        0);
  }

  private void watermark(long round) throws Exception {
    harness.processBothWatermarks(new Watermark(round));
    Harnesses.runMails(harness);
  }

  /** Entries of state, after a checkpoint has brought them to the backend. */
  private int entries() throws Exception {
    assertThat(harness.snapshot(1, 1)).isNotNull();
    return harness.numKeyedStateEntries();
  }

  /** Target, round, first component of the difference, difference of the edge count. */
  private List<String> outputs() {
    return harness.extractOutputValues().stream()
        .map(
            change ->
                "%s@%d %s %d"
                    .formatted(change.target(), change.round(), change.sum()[0], change.edges()))
        .toList();
  }
}
