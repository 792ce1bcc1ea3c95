package io.freshet.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.schemas.ListeningEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FramingTest {
  private static final UUID GUID = UUID.fromString("89791762-2336-4186-9674-299b90a802e2");
  private static final int ID = 0x01020304;

  /** Ways to say which schema a record was written with. */
  private enum Way {
    SINGLE_OBJECT(Framing.SINGLE_OBJECT),
    CONFLUENT_ID(Framing.CONFLUENT),
    CONFLUENT_GUID(Framing.CONFLUENT),
    CONFLUENT_HEADER_ID(Framing.CONFLUENT),
    CONFLUENT_HEADER_GUID(Framing.CONFLUENT),
    APICURIO_ID(Framing.APICURIO),
    APICURIO_HEADER_GLOBAL_ID(Framing.APICURIO),
    APICURIO_HEADER_CONTENT_ID(Framing.APICURIO);

    final Framing framing;

    Way(Framing framing) {
      this.framing = framing;
    }

    byte[] value(Schema schema, byte[] record) {
      return switch (this) {
        case SINGLE_OBJECT -> joined(marked(schema), record);
        case CONFLUENT_ID -> joined(id(), record);
        case CONFLUENT_GUID -> joined(guid(), record);
        case APICURIO_ID -> joined(joined(new byte[1], number()), record);
        default -> record;
      };
    }

    @Nullable SchemaHeader header() {
      return switch (this) {
        case CONFLUENT_HEADER_ID -> new SchemaHeader("__value_schema_id", id());
        case CONFLUENT_HEADER_GUID -> new SchemaHeader("__value_schema_id", guid());
        case APICURIO_HEADER_GLOBAL_ID -> new SchemaHeader("apicurio.value.globalId", number());
        case APICURIO_HEADER_CONTENT_ID -> new SchemaHeader("apicurio.value.contentId", number());
        default -> null;
      };
    }

    private static byte[] marked(Schema schema) {
      return ByteBuffer.allocate(10)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put((byte) 0xC3)
          .put((byte) 1)
          .putLong(SchemaNormalization.parsingFingerprint64(schema))
          .array();
    }

    private static byte[] id() {
      return ByteBuffer.allocate(5).put((byte) 0).putInt(ID).array();
    }

    private static byte[] number() {
      return ByteBuffer.allocate(8).putLong(ID).array();
    }

    private static byte[] guid() {
      return joined(
          new byte[] {1}, HexFormat.of().parseHex("8979176223364186" + "9674299b90a802e2"));
    }
  }

  @Property(tries = 300)
  void anyEventOfAnyVersionInAnyFrameIsReadToldOrDetected(
      @ForAll String id, @ForAll int at, @ForAll Way way, @ForAll EventVersion version)
      throws UndecodableException {
    byte[] value = way.value(version.schema(), version.written(id, at));
    ListeningEvent event = EventVersion.read(id, at);

    assertThat(codec(way.framing, version).decode(value, way.header())).isEqualTo(event);
    assertThat(codec(Framing.AUTO, version).decode(value, way.header())).isEqualTo(event);
  }

  @Property(tries = 300)
  void rawRecordsAreReadToldAndUnlessTheirFirstIdIsEmptyDetected(@ForAll String id, @ForAll int at)
      throws UndecodableException {
    byte[] value = EventVersion.CURRENT.written(id, at);

    assertThat(codec(Framing.RAW, EventVersion.OLDER).decode(value))
        .isEqualTo(EventVersion.read(id, at));
    if (!id.isEmpty()) {
      assertThat(codec(Framing.AUTO, EventVersion.OLDER).decode(value))
          .isEqualTo(EventVersion.read(id, at));
    }
  }

  @Property(tries = 2_000)
  void anyBytesInAnyFrameOfAnyVersionAreReadOrRefused(
      @ForAll byte[] bytes,
      @ForAll Framing framing,
      @ForAll Way way,
      @ForAll EventVersion version) {
    AvroCodec<ListeningEvent> codec = codec(framing, version);
    for (byte[] value : new byte[][] {bytes, way.value(version.schema(), bytes)}) {
      for (SchemaHeader header :
          new @Nullable SchemaHeader[] {
            null, way.header(), new SchemaHeader(SchemaHeader.CONFLUENT, bytes)
          }) {
        try {
          assertThat(codec.decode(value, header)).isNotNull();
        } catch (UndecodableException refused) {
          assertThat(refused).hasMessageContaining("bytes, first ");
        }
      }
    }
  }

  /** What is dropped is skipped, never backwards: a block may claim a negative size. */
  @ParameterizedTest
  @EnumSource(EventVersion.class)
  void flippedBitsNeverHangNorCrash(EventVersion version) {
    Random random = new Random(20_260_729);
    AvroCodec<ListeningEvent> codec = codec(Framing.CONFLUENT, version);
    byte[] good = Way.CONFLUENT_ID.value(version.schema(), version.written("some id", 1));
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[5 + random.nextInt(bytes.length - 5)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(codec.decode(bytes)).isNotNull();
      } catch (UndecodableException refused) {
        assertThat(refused.isUnknownSchema()).isFalse();
      }
    }
  }

  @Test
  void blocksOfDroppedFieldsThatPointBackwardsOrCountWithoutEndAreRefused() {
    AvroCodec<ListeningEvent> codec = codec(Framing.CONFLUENT, EventVersion.NEWER);
    byte[] good = EventVersion.NEWER.written("i", 1);
    // tenant "i", event id "i", then the block of tags: its count is at the fifth byte.
    for (String block : new String[] {"0105", "01" + "09", "feffffffffffffffff01"}) {
      byte[] bytes = joined(joined(Way.id(), good), new byte[0]);
      byte[] patch = HexFormat.of().parseHex(block);
      System.arraycopy(patch, 0, bytes, 5 + 4, Math.min(patch.length, bytes.length - 9));
      assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> codec.decode(bytes));
    }
  }

  @Test
  void droppedFieldsOfAnyDepthAreSkipped() throws UndecodableException {
    byte[] record = EventVersion.NEWER.written("id", 7);
    byte[] nested = Arrays.copyOf(record, record.length + 60_000); // ends with null, the last leaf
    Arrays.fill(nested, record.length - 1, nested.length - 1, (byte) 2);

    assertThat(codec(Framing.CONFLUENT, EventVersion.NEWER).decode(joined(Way.id(), nested)))
        .isEqualTo(EventVersion.read("id", 7));
  }

  @Test
  void bytesThatBecomeAnIdMustBeUtf8() {
    byte[] bytes = joined(Way.id(), EventVersion.PROMOTED.written("id", 1));
    bytes[6] = (byte) 0xC0;

    assertThatExceptionOfType(UndecodableException.class)
        .isThrownBy(() -> codec(Framing.CONFLUENT, EventVersion.PROMOTED).decode(bytes));
  }

  @Test
  void schemasThatDoNotResolveAreRefusedAndTheFieldIsNamed() {
    Schema other =
        new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"Other\",\"fields\":[]}");
    AvroCodec<ListeningEvent> codec =
        new AvroCodec<>(ListeningEvent.class, Framing.CONFLUENT, id -> Optional.of(other));

    assertThatExceptionOfType(UndecodableException.class)
        .isThrownBy(() -> codec.decode(Way.id()))
        .withMessageContaining("missing required field");
  }

  @Test
  void unknownNamesAreToldFromRubbishAndSayWhatToSet() {
    AvroCodec<ListeningEvent> codec =
        new AvroCodec<>(ListeningEvent.class, Framing.AUTO, id -> Optional.empty());
    for (Way way : Way.values()) {
      byte[] value = way.value(EventVersion.OLDER.schema(), EventVersion.OLDER.written("i", 1));
      assertThatExceptionOfType(UndecodableException.class)
          .isThrownBy(() -> codec.decode(value, way.header()))
          .satisfies(refused -> assertThat(refused.isUnknownSchema()).isTrue())
          .withMessageContaining("schema.framing");
    }
  }

  @Test
  void withoutARegistryAFrameIsRefusedWithItsFirstBytesAndTheSettings() {
    AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);
    byte[] record = EventVersion.CURRENT.written("id", 1);

    assertThatExceptionOfType(UndecodableException.class)
        .isThrownBy(
            () -> codec.decode(Way.CONFLUENT_ID.value(EventVersion.CURRENT.schema(), record)))
        .withMessageContaining("first 000102030404")
        .withMessageContaining("schema.framing");
    assertThatExceptionOfType(UndecodableException.class)
        .isThrownBy(() -> codec.decode(record, Way.CONFLUENT_HEADER_ID.header()))
        .satisfies(refused -> assertThat(refused.isUnknownSchema()).isTrue())
        .withMessageContaining("schema.registry-url");
  }

  @Test
  void aFramingThatIsToldRefusesTheOthersAndNamesTheSetting() {
    byte[] bytes = EventVersion.CURRENT.written("id", 1);
    for (Framing framing :
        new Framing[] {Framing.SINGLE_OBJECT, Framing.CONFLUENT, Framing.APICURIO}) {
      assertThatExceptionOfType(UndecodableException.class)
          .isThrownBy(() -> codec(framing, EventVersion.CURRENT).decode(bytes))
          .withMessageContaining("set schema.framing")
          .withMessageContaining("first 0469640469640469");
    }
  }

  @Test
  void aRecordMovesIntoConfluentsFrame() throws UndecodableException {
    ListeningEvent event = EventVersion.read("id", 7);
    byte[] framed =
        new SingleObject(new AvroCodec<>(ListeningEvent.class).encode(event)).confluent(ID);

    assertThat(framed).startsWith(0, 1, 2, 3, 4);
    assertThat(codec(Framing.CONFLUENT, EventVersion.CURRENT).decode(framed)).isEqualTo(event);
  }

  @Test
  void aSchemaIsAskedForOnceWhileTheReadersOf256Fit() throws UndecodableException {
    int[] asked = new int[1];
    AvroCodec<ListeningEvent> codec =
        new AvroCodec<>(
            ListeningEvent.class,
            Framing.CONFLUENT,
            id -> {
              asked[0]++;
              return Optional.of(EventVersion.OLDER.schema());
            });
    byte[] value = joined(Way.id(), EventVersion.OLDER.written("id", 7));
    for (int id : IntStream.concat(IntStream.range(0, 400), IntStream.range(200, 400)).toArray()) {
      ByteBuffer.wrap(value).putInt(1, id);
      assertThat(codec.decode(value)).isEqualTo(EventVersion.read("id", 7));
    }
    assertThat(asked[0]).isEqualTo(400);
    ByteBuffer.wrap(value).putInt(1, 0);
    assertThat(codec.decode(value)).isEqualTo(EventVersion.read("id", 7));
    assertThat(asked[0]).isEqualTo(401);
  }

  private static AvroCodec<ListeningEvent> codec(Framing framing, EventVersion version) {
    return new AvroCodec<>(
        ListeningEvent.class,
        framing,
        id ->
            id.equals(SchemaId.guid(GUID))
                    || id.kind() == SchemaId.Kind.FINGERPRINT
                    || id.low() == ID
                ? Optional.of(version.schema())
                : Optional.empty());
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    return ByteBuffer.allocate(head.length + tail.length).put(head).put(tail).array();
  }
}
