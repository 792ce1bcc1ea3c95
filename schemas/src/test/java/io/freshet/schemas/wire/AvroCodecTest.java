package io.freshet.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
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
                SpecificData.getForClass(ListeningEvent.class), ListeningEvent.getClassSchema())
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

  /** Lengths and counts of rubbish name any number; none of them may be made room for. */
  @Test
  void rubbishNeverClaimsMoreMemoryThanItsSizeExplains() {
    Random random = new Random(20_260_726);
    AvroCodec<ItemEmbedding> embeddings = new AvroCodec<>(ItemEmbedding.class);
    byte[] good = codec.encode(event("item", 1_365_029_107_000L));
    byte[] huge = longs(Long.MAX_VALUE / 2, 1L << 31, 1_000_000_000, -1_000_000_000, 50_000_000);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      int at = 10 + random.nextInt(good.length - 10);
      int length = Math.min(5, good.length - at);
      System.arraycopy(huge, 5 * random.nextInt(huge.length / 5), bytes, at, length);
      assertThat(allocatedBy(() -> codec.decode(bytes))).isLessThan(100_000);
      assertThat(allocatedBy(() -> embeddings.decode(bytes))).isLessThan(100_000);
      byte[] raw = Arrays.copyOfRange(bytes, 10 + random.nextInt(8), bytes.length);
      assertThat(allocatedBy(() -> embeddings.decode(raw))).isLessThan(100_000);
    }
  }

  @Property(tries = 200)
  void vectorsAreWrittenAsAvroDoesAndReadFromItsBlocks(
      @ForAll @Size(max = 3_000) float[] vector, @ForAll @IntRange(min = 8, max = 256) int block)
      throws Exception {
    AvroCodec<ItemEmbedding> embeddings = new AvroCodec<>(ItemEmbedding.class);
    ItemEmbedding record = embedding(FloatList.of(vector));
    SpecificData model = SpecificData.getForClass(ItemEmbedding.class);
    byte[] avros =
        new BinaryMessageEncoder<ItemEmbedding>(model, ItemEmbedding.getClassSchema())
            .encode(record)
            .array();

    assertThat(embeddings.encode(record)).isEqualTo(avros);
    assertThat(embeddings.decode(avros)).isEqualTo(record);
    assertThat(embeddings.decode(inBlocks(record, model, block))).isEqualTo(record);
  }

  /** Raw Avro binary with the array in several blocks. */
  private static byte[] inBlocks(ItemEmbedding record, SpecificData model, int block)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder =
        new EncoderFactory().configureBlockSize(64 + block).blockingBinaryEncoder(bytes, null);
    new SpecificDatumWriter<ItemEmbedding>(ItemEmbedding.getClassSchema(), model)
        .write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  @SuppressWarnings("NullAway") // the oldest event is optional in the schema
  private static ItemEmbedding embedding(List<Float> vector) {
    return new ItemEmbedding(
        "i", "track", 7L, 3L, Instant.ofEpochMilli(5), null, 2, .5f, false, vector);
  }

  @Test
  void stringsThatAreNotUtf8AreRefusedAndTheReplacementCharacterIsNot() throws Exception {
    ListeningEvent event = event("\uFFFDid", 1);
    byte[] bytes = codec.encode(event);
    assertThat(codec.decode(bytes)).isEqualTo(event);
    bytes[11] = (byte) 0xC0; // first byte of the first string
    assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> codec.decode(bytes));
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

  /** Avro's zigzag form of the numbers, one after the other. */
  private static byte[] longs(long... numbers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (long number : numbers) {
      long zigzag = (number << 1) ^ (number >> 63);
      while ((zigzag & ~0x7FL) != 0) {
        bytes.write((int) (zigzag & 0x7F) | 0x80);
        zigzag >>>= 7;
      }
      bytes.write((int) zigzag);
    }
    return bytes.toByteArray();
  }

  private static long allocatedBy(Callable<?> decoding) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      Object unused = decoding.call();
    } catch (UndecodableException expected) {
      // Most of it is.
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
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
