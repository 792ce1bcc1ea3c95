package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.OldestEvent;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatherOperatorTest {
  private final FakeInference inference = new FakeInference();
  private KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, AggregateChange, LayerEmbedding>
      harness;

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
  void itemIsEmbeddedOnceFromAllThatItsRoundBrought() throws Exception {
    change("a", "track", 2, 1, 10);
    below("a", "track", 1, 10);
    change("a", "track", 4, 1, 10);
    change("a", "album", 8, 1, 10);
    assertThat(outputs()).isEmpty();
    watermark(10);

    assertThat(outputs()).containsExactly("a@10 15.0 FRESH");
    LayerEmbedding embedded = harness.extractOutputValues().get(0);
    assertThat(embedded.degree()).isEqualTo(3);
    assertThat(embedded.vector()).containsExactly(1, 1, 15, 1);
  }

  @Test
  void changesOfALaterRoundWaitThoughTheyCameBeforeTheWatermark() throws Exception {
    below("a", "track", 1, 10);
    change("a", "track", 4, 1, 20);
    watermark(10);
    assertThat(outputs()).containsExactly("a@10 1.0 FRESH");

    watermark(20);
    assertThat(outputs()).containsExactly("a@10 1.0 FRESH", "a@20 5.0 FRESH");
  }

  @Test
  void aggregatesOfAnItemWithoutAnEmbeddingBelowAreKeptForIt() throws Exception {
    change("a", "track", 4, 1, 10);
    watermark(10);
    assertThat(outputs()).isEmpty();

    below("a", "track", 1, 20);
    watermark(20);
    assertThat(outputs()).containsExactly("a@20 5.0 FRESH");
  }

  @Test
  void newScaleDividesTheSameSum() throws Exception {
    below("a", "track", 1, 10);
    change("a", "track", 4, 1, 10);
    watermark(10);
    harness.processElement2(AggregateChange.scale("a", "track", 2, 20, OldestEvent.NONE), 0);
    watermark(20);

    assertThat(outputs()).containsExactly("a@10 5.0 FRESH", "a@20 3.0 FRESH");
  }

  @Test
  void relationWhoseNeighborsHaveNoTextKeepsItsScaleForThem() throws Exception {
    below("a", "track", 1, 10);
    harness.processElement2(AggregateChange.scale("a", "track", 2, 10, OldestEvent.NONE), 0);
    watermark(10);
    assertThat(outputs()).containsExactly("a@10 1.0 FRESH");

    harness.processElement2(
        new AggregateChange(
            "a", "track", new double[] {4, 0}, 1, AggregateChange.SAME_SCALE, 20, OldestEvent.NONE),
        0);
    watermark(20);
    assertThat(outputs()).last().isEqualTo("a@20 3.0 FRESH");
  }

  @Test
  void lastEdgeThatEndsLeavesAnExactZero() throws Exception {
    below("a", "track", 1, 10);
    change("a", "track", .1, 1, 10);
    watermark(10);
    change("a", "track", -.3, -1, 20);
    watermark(20);

    assertThat(outputs()).last().isEqualTo("a@20 1.0 FRESH");
  }

  @Test
  void nothingIsLeftOfAnItemWithoutTextAndEdges() throws Exception {
    below("a", "track", 1, 10);
    change("a", "track", 4, 1, 10);
    watermark(10);
    harness.processElement1(LayerEmbedding.removal("a", 20, OldestEvent.NONE), 0);
    watermark(20);
    assertThat(outputs()).last().isEqualTo("a@20 - REMOVED");
    assertThat(entries()).as("the aggregate is kept").isEqualTo(1);

    change("a", "track", -4, -1, 30);
    watermark(30);
    assertThat(outputs()).hasSize(2);
    assertThat(entries()).isZero();
  }

  @Test
  void backlogIsClosedInSlicesThoughTheNextWatermarksAreThere() throws Exception {
    harness.close();
    harness = harness(Harnesses.SLICES_OF_ONE);
    harness.open();
    below("a", "track", 1, 0);
    below("b", "track", 2, 0);
    below("c", "track", 3, 0);
    below("a", "track", 4, 10);
    harness.processBothWatermarks(new Watermark(0));
    harness.processBothWatermarks(new Watermark(10));
    harness.processBothWatermarks(new Watermark(20));
    assertThat(outputs()).as("barriers could pass now").containsExactly("a@0 1.0 FRESH");
    Harnesses.runMails(harness);

    assertThat(outputs())
        .containsExactly("a@0 1.0 FRESH", "b@0 2.0 FRESH", "c@0 3.0 FRESH", "a@10 4.0 FRESH");
    assertThat(Harnesses.watermarks(harness)).containsExactly(0L, 20L);
  }

  @Test
  void liveRoundIsClosedBeforeTheNextOneBegins() throws Exception {
    harness.close();
    harness = harness(Harnesses.SLICES_OF_ONE);
    harness.open();
    below("a", "track", 1, 10);
    below("b", "track", 2, 10);
    harness.processBothWatermarks(new Watermark(10));
    harness.processBothWatermarks(new Watermark(20));

    assertThat(outputs()).containsExactly("a@10 1.0 FRESH", "b@10 2.0 FRESH");
    assertThat(Harnesses.watermarks(harness)).containsExactly(10L, 20L);
  }

  @Test
  void restoreInMidRoundDoesTheRestOnce() throws Exception {
    harness.close();
    harness = harness(Harnesses.SLICES_OF_ONE);
    harness.open();
    below("a", "track", 1, 10);
    below("b", "track", 2, 10);
    change("b", "track", 4, 1, 10);
    change("a", "track", 8, 1, 20);
    harness.processBothWatermarks(new Watermark(10));
    List<String> before = outputs();
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness(Harnesses.SLICES_OF_ONE);
    harness.initializeState(snapshot);
    harness.open();
    assertThat(outputs()).isEmpty();
    watermark(30);

    assertThat(before).containsExactly("a@10 1.0 FRESH");
    assertThat(outputs()).containsExactly("b@10 6.0 FRESH", "a@20 9.0 FRESH");
    assertThat(Harnesses.watermarks(harness)).containsExactly(30L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "infinite", "zero", "short", "long", "refused"})
  void itemWithoutAUsableAnswerKeepsItsLastGoodVectorAndTheRoundGoesOn(String type)
      throws Exception {
    below("a", "track", 3, 10);
    watermark(10);
    below("a", type, 5, 20);
    below("b", "track", 7, 20);
    watermark(20);

    assertThat(outputs())
        .containsExactlyInAnyOrder("a@10 3.0 FRESH", "a@20 3.0 STALE", "b@20 7.0 FRESH");
    assertThat(harness.getSideOutput(EmbeddingOutputTags.FAILED))
        .singleElement()
        .satisfies(failed -> assertThat(failed.getValue().item()).isEqualTo("a"));

    change("a", "track", 1, 1, 30);
    watermark(30);
    assertThat(outputs()).as("stale once, not every round").hasSize(3);
    below("a", "track", 5, 40);
    watermark(40);
    assertThat(outputs()).last().isEqualTo("a@40 6.0 FRESH");
  }

  private KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, AggregateChange, LayerEmbedding>
      harness(LayerSettings settings) throws Exception {
    FakeInference shared = inference;
    GatherOperator operator = new GatherOperator(settings, metrics -> shared);
    var created =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            operator, LayerEmbedding::item, AggregateChange::target, Types.STRING);
    Harnesses.connect(created, operator);
    return created;
  }

  private void below(String item, String type, float value, long round) throws Exception {
    harness.processElement1(Harnesses.below(item, type, value, round), 0);
  }

  /** Edges that come bring the scale 1; the last one ends the relation. */
  private void change(String item, String type, double sum, int edges, long round)
      throws Exception {
    double scale = edges > 0 ? 1 : 0;
    harness.processElement2(
        new AggregateChange(
            item, type, new double[] {sum, 0}, edges, scale, round, OldestEvent.NONE),
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

  private List<String> outputs() {
    return harness.extractOutputValues().stream().map(Harnesses::text).toList();
  }
}
