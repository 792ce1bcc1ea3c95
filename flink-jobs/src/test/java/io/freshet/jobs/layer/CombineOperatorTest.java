package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Patience;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.RoundFragment.Count;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CombineOperatorTest {
  private static final LayerSettings LIMIT_OF_THREE =
      new LayerSettings(
          1, 2, 2, 100, 3, Harnesses.EXACT, new Patience(100, 10), 1, Duration.ofDays(1));

  private OneInputStreamOperatorTestHarness<AggregateChange, AggregateChange> harness;

  @BeforeEach
  void open() throws Exception {
    harness = new OneInputStreamOperatorTestHarness<>(new CombineOperator(LIMIT_OF_THREE));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void changesOfOneItemAndTypeAreSummedUpUntilTheWatermarkWhichFollowsThem() throws Exception {
    send("a", "track", 1, 10);
    send("a", "track", 2, 10);
    send("a", "album", 4, 10);
    assertThat(harness.getOutput()).isEmpty();
    harness.processWatermark(10);

    assertThat(outputs()).containsExactly("a track@10 3.0 2", "a album@10 4.0 1");
    assertThat(harness.getOutput()).hasSize(3);
    assertThat(Harnesses.watermarks(harness)).containsExactly(10L);
  }

  @Test
  void roundsAreNotMixed() throws Exception {
    send("a", "track", 1, 10);
    send("a", "track", 2, 20);
    harness.processWatermark(20);

    assertThat(outputs()).containsExactly("a track@10 1.0 1", "a track@20 2.0 1");
  }

  @Test
  void fullOneIsFlushed() throws Exception {
    send("a", "track", 1, 10);
    send("b", "track", 1, 10);
    assertThat(outputs()).isEmpty();
    send("c", "track", 1, 10);

    assertThat(outputs()).hasSize(3);
  }

  @Test
  void everythingLeavesBeforeTheBarrierSoThatThereIsNoState() throws Exception {
    send("a", "track", 1, 10);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(outputs()).containsExactly("a track@10 1.0 1");
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);

    assertThat(snapshot.getStateSize()).isZero();
    harness.processWatermark(10);
    assertThat(outputs()).hasSize(1);
  }

  @Test
  void everythingLeavesAtTheEnd() throws Exception {
    send("a", "track", 1, 10);
    harness.getOperator().finish();

    assertThat(outputs()).hasSize(1);
  }

  @Test
  void messagesAndTheDifferencesBehindThemAreCountedUnderTheirRound() throws Exception {
    send("a", "track", 1, 10);
    send("a", "track", 4, 10);
    send("b", "track", 1, 10);
    send("a", "track", 1, 20);
    harness.processWatermark(20);

    assertThat(harness.getSideOutput(EmbeddingOutputTags.FRAGMENTS))
        .extracting(record -> record.getValue())
        .containsExactly(
            RoundFragment.of(10, Count.MESSAGES, 1, 2),
            RoundFragment.of(10, Count.DIFFERENCES, 1, 3),
            RoundFragment.of(20, Count.MESSAGES, 1, 1),
            RoundFragment.of(20, Count.DIFFERENCES, 1, 1));
  }

  private void send(String target, String type, double value, long round) throws Exception {
    harness.processElement(
        new AggregateChange(
            target,
            type,
            new double[] {value, 0},
            1,
            AggregateChange.SAME_SCALE,
            round,
            OldestEvent.NONE),
        0);
  }

  private List<String> outputs() {
    return harness.extractOutputValues().stream()
        .map(
            change ->
                "%s %s@%d %s %d"
                    .formatted(
                        change.target(),
                        change.relationType(),
                        change.round(),
                        change.sum()[0],
                        change.edges()))
        .toList();
  }
}
