package io.freshet.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

final class AvroCodecTest {
  private final AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);

  @Property
  void recordsWithAnyIdsRoundTrip(
      @ForAll String id, @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long at)
      throws UndecodableException {
    ListeningEvent event = event(id, at);
    assertThat(codec.decode(codec.encode(event))).isEqualTo(event);
  }

  @Test
  void framingIsAvrosOwnSingleObjectEncoding() throws IOException {
    ListeningEvent event = event("🎧/%é", 1_365_029_107_000L);
    byte[] byAvro =
        new BinaryMessageEncoder<ListeningEvent>(
                org.apache.avro.specific.SpecificData.getForClass(ListeningEvent.class),
                ListeningEvent.getClassSchema())
            .encode(event)
            .array();
    assertThat(codec.encode(event)).isEqualTo(byAvro);
  }

  @Test
  void rawAvroIsReadToo() throws UndecodableException {
    ListeningEvent event = event("item", 1_365_029_107_000L);
    byte[] framed = codec.encode(event);
    assertThat(codec.decode(Arrays.copyOfRange(framed, 10, framed.length))).isEqualTo(event);
  }

  @Test
  void everyTruncationIsRefusedAndNothingElseThrown() {
    byte[] framed = codec.encode(event("item", 1_365_029_107_000L));
    for (int length = 0; length < framed.length; length++) {
      byte[] cut = Arrays.copyOf(framed, length);
      assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> codec.decode(cut));
    }
  }

  @Property
  void randomBytesAreRefusedOrReadButNeverCrash(@ForAll byte[] bytes) {
    try {
      assertThat(codec.decode(bytes)).isNotNull();
    } catch (UndecodableException refused) {
      assertThat(refused).hasMessageContaining("Cannot decode record");
    }
  }

  @Test
  void unknownSchemaNamesItsFingerprint() {
    byte[] framed = codec.encode(event("item", 1));
    framed[2] ^= 1;
    assertThatExceptionOfType(UndecodableException.class)
        .isThrownBy(() -> codec.decode(framed))
        .withMessageContaining("fingerprint");
  }

  @Test
  void olderWriterSchemaResolvesWithDefaults() throws Exception {
    Schema older =
        SchemaBuilder.record("ListeningEvent")
            .namespace("io.freshet.schemas")
            .fields()
            .requiredString("event_id")
            .requiredString("user_id")
            .requiredString("item_id")
            .requiredString("item_type")
            .name("signal")
            .type(Signal.getClassSchema())
            .noDefault()
            .requiredLong("occurred_at")
            .endRecord();
    GenericRecord written = new GenericData.Record(older);
    written.put("event_id", "e");
    written.put("user_id", "u");
    written.put("item_id", "i");
    written.put("item_type", "track");
    written.put("signal", new GenericData.EnumSymbol(Signal.getClassSchema(), "LIKE"));
    written.put("occurred_at", 5L);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0xC3);
    bytes.write(0x01);
    long fingerprint = org.apache.avro.SchemaNormalization.parsingFingerprint64(older);
    for (int shift = 0; shift < 64; shift += 8) {
      bytes.write((int) (fingerprint >>> shift) & 0xFF);
    }
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(older).write(written, encoder);
    encoder.flush();

    ListeningEvent read = new AvroCodec<>(ListeningEvent.class, older).decode(bytes.toByteArray());

    assertThat(read.getSignal()).isEqualTo(Signal.LIKE);
    assertThat(read.getMsPlayed()).isNull();
    assertThat(read.getContext()).isEmpty();
  }

  private static ListeningEvent event(String id, long at) {
    return ListeningEvent.newBuilder()
        .setEventId(id)
        .setUserId(id)
        .setItemId(id)
        .setItemType("track")
        .setSignal(Signal.STREAM)
        .setOccurredAt(Instant.ofEpochMilli(at))
        .setMsPlayed(31_000L)
        .setDurationMs(null)
        .setContext(Map.of("device", "phone"))
        .build();
  }
}
