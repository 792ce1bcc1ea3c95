package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.SubscriptionChange;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NeighborhoodDiffOperatorTest {
  private KeyedOneInputStreamOperatorTestHarness<String, NeighborhoodUpdate, SubscriptionChange>
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
  void onlyWhatChangedIsTold() throws Exception {
    send(1, 10, share("b", "track", .5f), share("c", "track", .5f));
    harness.processWatermark(10);
    send(2, 20, share("b", "track", .5f), share("c", "track", .25f), share("d", "album", 1));
    harness.processWatermark(20);
    send(3, 30, share("b", "track", .5f), share("d", "track", 1));
    harness.processWatermark(30);
    send(4, 40, share("b", "track", .5f), share("d", "track", 1));
    harness.processWatermark(40);

    assertThat(outputs())
        .containsExactlyInAnyOrder(
            "b track 0.5@10",
            "c track 0.5@10",
            "c track 0.25@20",
            "d album 1.0@20",
            "c track 0.0@30",
            "d album 0.0@30",
            "d track 1.0@30");
  }

  @Test
  void eventThatMakesOneEdgeHeavierIsToldToThatNeighborAlone() throws Exception {
    send(1, 10, share("b", "track", .1f), share("c", "track", .2f), share("d", "track", .7f));
    harness.processWatermark(10);
    // The weight of c grew from 2 to 7, the total from 10 to 15.
    send(
        2,
        20,
        share("b", "track", 1 / 15f),
        share("c", "track", 7 / 15f),
        share("d", "track", 7 / 15f));
    harness.processWatermark(20);

    assertThat(outputs()).hasSize(4).last().isEqualTo("c track 0.7@20");
    assertThat(harness.getSideOutput(NeighborhoodDiffOperator.SCALES))
        .extracting(record -> record.getValue().scale())
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(1),
            second -> assertThat(second).isCloseTo(1.5, within(1e-6)));
  }

  @Test
  void neighborhoodOfALaterRoundWaitsThoughItCameBeforeTheWatermark() throws Exception {
    send(1, 10, share("b", "track", 1));
    send(2, 20, share("c", "track", 1));
    harness.processWatermark(10);
    assertThat(outputs()).containsExactly("b track 1.0@10");

    harness.processWatermark(20);
    assertThat(outputs())
        .containsExactlyInAnyOrder("b track 1.0@10", "b track 0.0@20", "c track 1.0@20");
  }

  @Test
  void onlyTheNewestNeighborhoodOfARoundCounts() throws Exception {
    send(1, 10, share("b", "track", 1));
    send(3, 10, share("c", "track", 1));
    send(2, 10);
    harness.processWatermark(10);

    assertThat(outputs()).containsExactly("c track 1.0@10");
  }

  @Test
  void tombstoneEndsAllSubscriptionsAndLeavesItsVersion() throws Exception {
    send(5, 10, share("b", "track", .5f), share("c", "track", .5f));
    harness.processWatermark(10);
    harness.processElement(NeighborhoodUpdate.removal("a", 6, 20, 1), 0);
    harness.processWatermark(20);
    assertThat(outputs()).endsWith("b track 0.0@20", "c track 0.0@20");
    assertThat(entries()).isEqualTo(1);

    send(5, 30, share("b", "track", 1));
    harness.processWatermark(30);
    assertThat(outputs()).hasSize(4);
    send(7, 40, share("b", "track", 1));
    harness.processWatermark(40);
    assertThat(outputs()).last().isEqualTo("b track 1.0@40");
  }

  @Test
  void neighborhoodThatIsBackLeavesNothingOfItsRemoval() throws Exception {
    send(5, 10, share("b", "track", 1));
    harness.processWatermark(10);
    harness.processElement(NeighborhoodUpdate.removal("a", 6, 20, 1), 0);
    harness.processWatermark(20);
    send(7, 30, share("b", "track", 1));
    harness.processWatermark(30);
    assertThat(outputs()).containsExactly("b track 1.0@10", "b track 0.0@20", "b track 1.0@30");
    assertThat(entries()).isEqualTo(1);

    harness.processElement(NeighborhoodUpdate.removal("a", 8, 40, 1), 0);
    harness.processWatermark(40);
    send(7, 50, share("b", "track", 1));
    harness.processWatermark(50);
    assertThat(outputs()).last().isEqualTo("b track 0.0@40");
  }

  @Test
  void olderVersionIsIgnored() throws Exception {
    send(2, 10, share("b", "track", 1));
    harness.processWatermark(10);
    send(1, 20);
    harness.processWatermark(20);

    assertThat(outputs()).containsExactly("b track 1.0@10");
  }

  @Test
  void restoredOperatorKnowsTheLastNeighborhoodAndWhatWaits() throws Exception {
    send(1, 10, share("b", "track", .5f), share("c", "track", .5f));
    harness.processWatermark(10);
    send(2, 20, share("b", "track", .5f));
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    assertThat(outputs()).isEmpty();
    harness.processWatermark(30);

    assertThat(outputs()).containsExactly("c track 0.0@20");
  }

  private static KeyedOneInputStreamOperatorTestHarness<
          String, NeighborhoodUpdate, SubscriptionChange>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new NeighborhoodDiffOperator(Harnesses.ONE_SLICE), NeighborhoodUpdate::item, Types.STRING);
  }

  private static NeighborShare share(String source, String type, float share) {
    return new NeighborShare(source, type, share);
  }

  private void send(long version, long round, NeighborShare... shares) throws Exception {
    harness.processElement(
        new NeighborhoodUpdate("a", List.of(shares), false, version, round, 1), 0);
  }

  /** Entries of state, after a checkpoint has brought them to the backend. */
  private int entries() throws Exception {
    assertThat(harness.snapshot(1, 1)).isNotNull();
    return harness.numKeyedStateEntries();
  }

  private List<String> outputs() {
    return harness.extractOutputValues().stream()
        .map(
            change ->
                "%s %s %s@%d"
                    .formatted(
                        change.source(), change.relationType(), change.weight(), change.round()))
        .toList();
  }
}
