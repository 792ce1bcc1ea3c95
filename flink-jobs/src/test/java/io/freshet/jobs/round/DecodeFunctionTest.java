package io.freshet.jobs.round;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.Reason;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.wire.AvroCodec;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DecodeFunctionTest {
  private static final long INGESTED = 7_000;

  private final OneInputStreamOperatorTestHarness<RoundRecord, FeatureUpdate> harness;

  DecodeFunctionTest() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(
                new DecodeFunction<>(new FeatureReader(2, InputSchemas.defaults()))));
  }

  @BeforeEach
  void open() throws Exception {
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void recordBecomesAnUpdateOfItsRoundUnderItsKey() throws Exception {
    send("a", feature("other", List.of(1f, 2f)), RawRecord.NO_VERSION, 10_000);

    FeatureUpdate update = harness.extractOutputValues().get(0);
    assertThat(update.item()).isEqualTo("a");
    assertThat(update.type()).isEqualTo("track");
    assertThat(update.textHash()).isEqualTo("hash");
    assertThat(update.vector()).containsExactly(1, 2);
    assertThat(update.version()).isEqualTo(3);
    assertThat(update.round()).isEqualTo(10_000);
    assertThat(update.ingestedAt()).isEqualTo(INGESTED);
  }

  @Test
  void backlogSaysNothingOfFreshness() throws Exception {
    send("a", feature("a", List.of(1f, 2f)), RawRecord.NO_VERSION, 0);
    send("a", null, 4, 0);

    assertThat(harness.extractOutputValues())
        .extracting(FeatureUpdate::ingestedAt)
        .containsExactly(OldestEvent.NONE, OldestEvent.NONE);
  }

  @Test
  void tombstoneHasTheVersionOfItsHeaderOrElseOfItsIngest() throws Exception {
    send("a", null, 4, 10_000);
    send("b", null, RawRecord.NO_VERSION, 10_000);

    assertThat(harness.extractOutputValues())
        .extracting(update -> update.removed() + " " + update.version())
        .containsExactly("true 4", "true " + INGESTED * 1_000);
  }

  @Test
  void recordThatCannotBeUsedIsADeadLetterWithItsBytesAndItsPlace() throws Exception {
    byte[] noise = {1, 2, 3};
    byte[] wrongSize = feature("a", List.of(1f, 2f, 3f));
    byte[] notFinite = feature("a", List.of(1f, Float.NaN));
    send("a", noise, RawRecord.NO_VERSION, 10_000);
    send("a", wrongSize, RawRecord.NO_VERSION, 10_000);
    send("a", notFinite, RawRecord.NO_VERSION, 10_000);
    send(" ", feature("a", List.of(1f, 2f)), RawRecord.NO_VERSION, 10_000);

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(deadLetters())
        .extracting(DeadLetter::reason)
        .containsExactly(
            Reason.UNDECODABLE, Reason.BAD_VECTOR, Reason.BAD_VECTOR, Reason.MISSING_ID);
    assertThat(deadLetters())
        .allSatisfy(
            letter -> {
              assertThat(letter.topic()).isEqualTo("t");
              assertThat(letter.partition()).isEqualTo(1);
              assertThat(letter.offset()).isEqualTo(5);
              assertThat(letter.message()).startsWith("Cannot ");
            });
    assertThat(deadLetters().get(0).value()).isEqualTo(noise);
    assertThat(deadLetters().get(1).value()).isEqualTo(wrongSize);
    assertThat(deadLetters().get(1).key()).isEqualTo("a".getBytes(UTF_8));
    assertThat(deadLetters().get(2).value()).isEqualTo(notFinite);
  }

  @SuppressWarnings("NullAway") // a class file does not say that the array may be null
  private void send(String key, byte @Nullable [] value, long version, long round)
      throws Exception {
    RawRecord raw =
        new RawRecord("t", 1, 5, INGESTED, key.getBytes(UTF_8), value, INGESTED, version);
    harness.processElement(new RoundRecord(raw, round), 0);
  }

  private List<DeadLetter> deadLetters() {
    return harness.getSideOutput(DecodeFunction.DEAD_LETTERS).stream()
        .map(record -> record.getValue())
        .toList();
  }

  private static byte[] feature(String item, List<Float> vector) {
    return new AvroCodec<>(ItemFeature.class)
        .encode(new ItemFeature(item, "track", 3L, "e", "hash", vector));
  }
}
