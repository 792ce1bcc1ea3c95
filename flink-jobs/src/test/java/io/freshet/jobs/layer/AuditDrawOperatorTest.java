package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.AuditQuestion;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.OldestEvent;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AuditDrawOperatorTest {
  private static final AuditSettings THREE_A_SECOND =
      new AuditSettings(3, Duration.ofSeconds(1), 1, 1);

  private KeyedOneInputStreamOperatorTestHarness<String, LayerEmbedding, AuditQuestion> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(THREE_A_SECOND);
    harness.open();
    for (int item = 0; item < 20; item++) {
      harness.processElement(Harnesses.below("item-" + item, "track", 1, 0), 0);
    }
    harness.processWatermark(0);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void fewItemsAreDrawnOnceAnIntervalAndOthersTheNextTime() throws Exception {
    harness.processWatermark(1_000);
    List<AuditQuestion> first = harness.extractOutputValues();
    harness.processWatermark(1_500);
    harness.processWatermark(1_900);
    assertThat(harness.extractOutputValues()).isEqualTo(first);
    harness.processWatermark(3_200);

    List<AuditQuestion> all = harness.extractOutputValues();
    List<AuditQuestion> second = all.subList(3, all.size());
    assertThat(first).hasSize(3).allMatch(question -> question.round() == 1_000);
    assertThat(second).hasSize(3).allMatch(question -> question.round() == 3_200);
    assertThat(items(second)).isNotEqualTo(items(first));
    assertThat(all).allMatch(question -> question.item().equals(question.root()));
  }

  @Test
  void whatIsGoneIsNotDrawnAndWhatIsThereIsKnownAfterARestore() throws Exception {
    for (int item = 0; item < 18; item++) {
      harness.processElement(LayerEmbedding.removal("item-" + item, 10, OldestEvent.NONE), 0);
    }
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness(THREE_A_SECOND);
    harness.initializeState(snapshot);
    harness.open();
    harness.processWatermark(1_000);

    assertThat(items(harness.extractOutputValues())).containsExactly("item-18", "item-19");
  }

  @Test
  void roundThatEndsAgainAfterARestoreIsNotDrawnForTwice() throws Exception {
    harness.processWatermark(1_000);
    assertThat(harness.extractOutputValues()).hasSize(3);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness(THREE_A_SECOND);
    harness.initializeState(snapshot);
    harness.open();
    harness.processWatermark(1_000);
    assertThat(harness.extractOutputValues()).isEmpty();
    harness.processWatermark(2_000);

    assertThat(harness.extractOutputValues())
        .hasSize(3)
        .allMatch(question -> question.round() == 2_000);
  }

  @Test
  void panelThatWasNotAuditedFromTheStartIsNotDrawnFrom() throws Exception {
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness(new AuditSettings(3, Duration.ofSeconds(1), 1, 2));
    harness.initializeState(snapshot);
    harness.open();
    harness.processWatermark(1_000);
    OperatorSubtaskState later = harness.snapshot(2, 2);
    harness.close();
    harness = harness(new AuditSettings(3, Duration.ofSeconds(1), 1, 2));
    harness.initializeState(later);
    harness.open();
    harness.processWatermark(2_000);

    assertThat(harness.extractOutputValues()).isEmpty();
  }

  @Test
  void panelIsAboutOneItemInSoManyAndAnotherOneWithAnotherSeed() {
    AuditSettings one = new AuditSettings(3, Duration.ofSeconds(1), 16, 1);
    AuditSettings other = new AuditSettings(3, Duration.ofSeconds(1), 16, 2);
    int members = 0;
    int both = 0;
    for (int item = 0; item < 16_000; item++) {
      members += one.isInPanel("item-" + item) ? 1 : 0;
      both += one.isInPanel("item-" + item) && other.isInPanel("item-" + item) ? 1 : 0;
    }

    assertThat(members).isBetween(900, 1_100);
    assertThat(both).isLessThan(200);
    assertThat(new AuditSettings(0, Duration.ofSeconds(1), 1, 1).isInPanel("item-1")).isFalse();
  }

  private static List<String> items(List<AuditQuestion> questions) {
    return questions.stream().map(AuditQuestion::item).sorted().toList();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, LayerEmbedding, AuditQuestion>
      harness(AuditSettings audit) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new AuditDrawOperator(audit), LayerEmbedding::item, Types.STRING);
  }
}
