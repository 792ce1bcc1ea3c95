package io.freshet.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.HistoryEntry;
import io.freshet.schemas.Signal;
import io.freshet.schemas.UserHistory;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

final class OlderSchemasTest {
  @Test
  void historyWrittenBeforeStrengthsWereIsReadAsFullInterest() throws Exception {
    Schema older = OlderSchemas.of(UserHistory.getClassSchema())[0];
    UserHistory history = new AvroCodec<>(UserHistory.class).decode(bytes(older));
    HistoryEntry entry = history.getInteractions().get(0);
    assertThat(history.getUserId()).isEqualTo("ann");
    assertThat(entry.getItemId()).isEqualTo("item");
    assertThat(entry.getSignal()).isEqualTo(Signal.PREVIEW);
    assertThat(entry.getOccurredAt()).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(entry.getStrength()).isEqualTo(1);
  }

  @Test
  void recordThatNeverChangedHasNone() {
    assertThat(OlderSchemas.of(CatalogItem.getClassSchema())).isEmpty();
  }

  private static byte[] bytes(Schema schema) throws IOException {
    Schema ofEntry = schema.getField("interactions").schema().getElementType();
    GenericRecord entry = new GenericData.Record(ofEntry);
    entry.put("item_id", "item");
    entry.put("item_type", "track");
    entry.put("signal", new GenericData.EnumSymbol(ofEntry.getField("signal").schema(), "PREVIEW"));
    entry.put("occurred_at", 5L);
    GenericRecord history = new GenericData.Record(schema);
    history.put("user_id", "ann");
    history.put("version", 3L);
    history.put("interactions", List.of(entry));
    return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema)
        .encode(history)
        .array();
  }
}
