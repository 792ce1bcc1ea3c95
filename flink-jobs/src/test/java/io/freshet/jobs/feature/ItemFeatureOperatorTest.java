package io.freshet.jobs.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.jobs.inference.InferenceException;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.Reason;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ItemFeatureOperatorTest {
  private static final String TOPIC = "item-features-e";
  private static final long NOW = 1_000_000;
  private static final Duration RETENTION = Duration.ofHours(1);
  private static final FeatureConfig CONFIG =
      new FeatureConfig("e", 3, Duration.ofMillis(50), 100, 300, 10, RETENTION);

  private final FakeEncoder encoder = new FakeEncoder();
  private KeyedOneInputStreamOperatorTestHarness<String, CatalogChange, OutputRecord> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
    harness.setProcessingTime(NOW);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    assertThat(encoder.closed).isTrue();
  }

  @Test
  void fullBundleIsEncodedInOneCall() throws Exception {
    send("a", "track", "x");
    send("b", "track", "xx");
    assertThat(outputs()).isEmpty();
    send("c", "podcast", "xxx");

    assertThat(encoder.calls).containsExactly(List.of("x", "xx", "xxx"));
    assertThat(outputs()).extracting(OutputRecord::key).containsExactly("a", "b", "c");
    ItemFeature feature = feature(outputs().get(0));
    assertThat(outputs().get(0).topic()).isEqualTo(TOPIC);
    assertThat(outputs().get(0).version()).isEqualTo(NOW * 1_000);
    assertThat(feature.getVersion()).isEqualTo(NOW * 1_000);
    assertThat(feature.getEncoderId()).isEqualTo("e");
    assertThat(feature.getItemType()).isEqualTo("track");
    assertThat(feature.getTextHash()).isEqualTo(TextHash.of("x"));
    assertThat(feature.getVector()).containsExactly(.6f, .8f);
  }

  @Test
  void bundleIsEncodedWhenItsDelayIsOver() throws Exception {
    send("a", "track", "x");
    harness.setProcessingTime(NOW + 49);
    assertThat(outputs()).isEmpty();
    harness.setProcessingTime(NOW + 50);

    assertThat(outputs()).hasSize(1);
  }

  @Test
  void bundleIsEncodedBeforeTheBarrierAndAtTheEnd() throws Exception {
    send("a", "track", "x");
    harness.prepareSnapshotPreBarrier(1);
    assertThat(outputs()).hasSize(1);

    send("b", "track", "x");
    harness.getOperator().finish();
    assertThat(outputs()).hasSize(2);
  }

  @Test
  void unchangedTextIsNotEncodedAgain() throws Exception {
    sendAndFlush("a", "track", "x");
    sendAndFlush("a", "track", "x");

    assertThat(encoder.calls).hasSize(1);
    assertThat(outputs()).hasSize(1);
  }

  @Test
  void lastTextOfABundleWins() throws Exception {
    sendAndFlush("a", "track", "x");
    send("a", "track", "y");
    send("a", "track", "z");
    flush();
    send("a", "track", "y");
    send("a", "track", "z");
    flush();

    assertThat(encoder.calls).containsExactly(List.of("x"), List.of("z"));
  }

  @Test
  void changeOfTypeAloneIsPublishedWithALargerVersion() throws Exception {
    sendAndFlush("a", "track", "x");
    sendAndFlush("a", "podcast", "x");

    assertThat(feature(outputs().get(1)).getItemType()).isEqualTo("podcast");
    assertThat(outputs().get(1).version()).isEqualTo(NOW * 1_000 + 1);
  }

  @Test
  void takedownPassesEvenForAnItemNeverSeen() throws Exception {
    takeDown("a");
    flush();

    assertThat(outputs())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.value()).isNull();
              assertThat(record.key()).isEqualTo("a");
              assertThat(record.version()).isEqualTo(NOW * 1_000);
            });
    assertThat(encoder.calls).isEmpty();
  }

  @Test
  void itemThatReturnsIsEncodedAgain() throws Exception {
    sendAndFlush("a", "track", "x");
    takeDown("a");
    flush();
    sendAndFlush("a", "track", "x");

    assertThat(outputs())
        .extracting(OutputRecord::version)
        .containsExactly(NOW * 1_000, NOW * 1_000 + 1, NOW * 1_000 + 2);
    assertThat(encoder.calls).hasSize(2);
  }

  @Test
  void takenDownItemIsForgottenAfterItsRetention() throws Exception {
    takeDown("a");
    flush();
    harness.setProcessingTime(NOW + RETENTION.toMillis() - 1);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    harness.setProcessingTime(NOW + RETENTION.toMillis());

    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void itemThatReturnedIsNotForgotten() throws Exception {
    takeDown("a");
    flush();
    sendAndFlush("a", "track", "x");
    harness.setProcessingTime(NOW + RETENTION.toMillis());
    sendAndFlush("a", "track", "x");

    assertThat(encoder.calls).hasSize(1);
  }

  @Test
  void itemTheEncoderFailsOnKeepsItsFeatureAndIsADeadLetter() throws Exception {
    sendAndFlush("a", "track", "x");
    send("a", "track", "bad");
    send("b", "track", "fine");
    flush();

    assertThat(outputs()).extracting(OutputRecord::key).containsExactly("a", "b");
    assertThat(harness.getSideOutput(ItemFeatures.DEAD_LETTERS))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getValue().reason()).isEqualTo(Reason.BAD_VECTOR);
              assertThat(letter.getValue().key()).isEqualTo("a".getBytes(UTF_8));
            });
    sendAndFlush("a", "track", "x");
    assertThat(encoder.calls).hasSize(2);
  }

  @Test
  void restoredOperatorKnowsTextsAndVersions() throws Exception {
    send("a", "track", "x");
    send("b", "track", "y");
    harness.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState snapshot = harness.snapshot(1, NOW);
    harness.close();
    encoder.calls.clear();

    // The clock has jumped back meanwhile.
    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    harness.setProcessingTime(NOW - 500);
    sendAndFlush("a", "track", "x");
    sendAndFlush("b", "track", "changed");

    assertThat(encoder.calls).containsExactly(List.of("changed"));
    assertThat(outputs()).extracting(OutputRecord::version).containsExactly(NOW * 1_000 + 1);
  }

  @Test
  void encoderThatIsAwayFailsTheJobAndPublishesNothing() throws Exception {
    encoder.away = true;
    send("a", "track", "x");

    assertThatThrownBy(() -> harness.prepareSnapshotPreBarrier(1))
        .isInstanceOf(InferenceException.class);
    assertThat(outputs()).isEmpty();
  }

  private KeyedOneInputStreamOperatorTestHarness<String, CatalogChange, OutputRecord> harness()
      throws Exception {
    FakeEncoder shared = encoder;
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new ItemFeatureOperator(CONFIG, metrics -> shared, TOPIC),
        CatalogChange::itemId,
        Types.STRING);
  }

  private void send(String itemId, String type, String text) throws Exception {
    harness.processElement(CatalogChange.of(origin(itemId), itemId, type, text), 0);
  }

  private void sendAndFlush(String itemId, String type, String text) throws Exception {
    send(itemId, type, text);
    flush();
  }

  private void takeDown(String itemId) throws Exception {
    harness.processElement(CatalogChange.takedown(origin(itemId), itemId), 0);
  }

  private void flush() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
  }

  private List<OutputRecord> outputs() {
    return harness.extractOutputValues();
  }

  private static ItemFeature feature(OutputRecord record) throws Exception {
    return new AvroCodec<>(ItemFeature.class).decode(requireNonNull(record.value()));
  }

  private static RawRecord origin(String itemId) {
    return new RawRecord(
        "catalog-items", 0, 0, 5, itemId.getBytes(UTF_8), new byte[0], 5, RawRecord.NO_VERSION);
  }
}
