package io.freshet.jobs.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.Reason;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.wire.AvroCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.types.PojoTestUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CatalogDecodeFunctionTest {
  private static final FeatureConfig CONFIG =
      new FeatureConfig("e", 8, Duration.ofMillis(50), 100, 300, 10, Duration.ofDays(7));

  private final AvroCodec<CatalogItem> codec = new AvroCodec<>(CatalogItem.class);
  private OneInputStreamOperatorTestHarness<RawRecord, CatalogChange> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new CatalogDecodeFunction(CONFIG, InputSchemas.defaults()));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void itemBecomesItsText() throws Exception {
    send("a", item("a", "track", "Title"));

    CatalogChange change = harness.extractOutputValues().get(0);
    assertThat(change.itemId()).isEqualTo("a");
    assertThat(change.itemType()).isEqualTo("track");
    assertThat(change.text()).isEqualTo("Title");
    assertThat(change.textHash()).isEqualTo(TextHash.of("Title"));
    assertThat(change.isTakedown()).isFalse();
  }

  @Test
  void nullIsATakedown() throws Exception {
    send("a", null);

    assertThat(harness.extractOutputValues()).singleElement().matches(CatalogChange::isTakedown);
  }

  @Test
  void whatCannotBeUsedIsRefusedWithItsReasonAndTheNextIsUsed() throws Exception {
    send("a", new byte[] {1, 2, 3});
    send("a", new byte[] {(byte) 0xC3, 1, 9, 9, 9, 9, 9, 9, 9, 9, 0});
    send("", item("", "track", "no key"));
    send("", null);
    send("a", item("b", "track", "another key"));
    send("a", item("a", " ", "no type"));
    send("a", item("a", "a very long type", "x"));
    send("a very long id", null);
    send("a", item("a", "track", "x".repeat(400)));
    send("fine", item("fine", "track", "Title"));

    assertThat(reasons())
        .containsExactly(
            Reason.UNDECODABLE,
            Reason.UNKNOWN_SCHEMA,
            Reason.MISSING_ID,
            Reason.MISSING_ID,
            Reason.MISSING_ID,
            Reason.MISSING_ID,
            Reason.OVERSIZE,
            Reason.OVERSIZE,
            Reason.OVERSIZE);
    assertThat(harness.extractOutputValues())
        .extracting(CatalogChange::itemId)
        .containsExactly("fine");
  }

  @Test
  void elementsNeedNoKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(CatalogChange.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(FeatureState.class);
  }

  private List<Reason> reasons() {
    return harness.getSideOutput(CatalogChanges.DEAD_LETTERS).stream()
        .map(StreamRecord::getValue)
        .map(DeadLetter::reason)
        .toList();
  }

  @SuppressWarnings("NullAway") // does not read @Nullable on an array from a class file
  private void send(String key, byte @Nullable [] value) throws Exception {
    harness.processElement(
        new RawRecord(
            "catalog-items", 0, 0, 5, key.getBytes(UTF_8), value, 5, RawRecord.NO_VERSION),
        5);
  }

  private byte[] item(String id, String type, String title) {
    return codec.encode(
        new CatalogItem(
            id, type, title, "", List.of(), List.of(), null, List.of(), null, null, Map.of()));
  }
}
