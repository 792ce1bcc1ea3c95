package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.kafka.EmbeddedRegistry;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Listening events as strangers write them: with a schema of an earlier release and one that has
 * more, in Confluent's frames and Apicurio's; and our own.
 */
final class FramedEvents {
  /** How many ways there are to write an event. */
  static final int WAYS = 7;

  private static final Schema OLDER =
      schema("event_id string user_id string item_id string item_type string signal occurred_at");
  private static final Schema NEWER =
      schema(
          "tenant string occurred_at item_type bytes signal event_id string user_id string "
              + "item_id string rating float");

  private final AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);
  private final Topic topic;
  private final int older;
  private final int newer;

  /** Registers the two schemas. */
  FramedEvents(EmbeddedRegistry registry, Topic topic) throws IOException {
    this.topic = topic;
    registry.registerSchema("of-another-topic-value", "\"string\"");
    older = registry.registerSchema(topic.name() + "-value", OLDER.toString());
    newer = registry.registerSchema(topic.name() + "-value", NEWER.toString());
  }

  /** The event, written in one of the ways. */
  Sent sent(ListeningEvent event, int way) throws IOException {
    byte[] ours = codec.encode(event);
    return switch (way % WAYS) {
      case 0 -> good(event, ours);
      case 1 -> good(event, Arrays.copyOfRange(ours, 10, ours.length));
      case 2 -> good(event, framed(numbered(older), OLDER, event));
      case 3 -> good(event, framed(guid(older), OLDER, event));
      case 4 -> good(event, framed(numbered(newer), NEWER, event));
      case 5 ->
          good(
              event,
              framed(ByteBuffer.allocate(9).put((byte) 0).putLong(newer).array(), NEWER, event));
      default ->
          good(event, framed(new byte[0], NEWER, event))
              .with("__value_schema_id", "\u0000\u0000\u0000\u0000" + (char) newer);
    };
  }

  /** The event under a number that no schema has. */
  static byte[] unknown(ListeningEvent event, int id) throws IOException {
    return framed(numbered(id), OLDER, event);
  }

  /** The event under a GUID that no schema has. */
  static byte[] unknownGuid(ListeningEvent event) throws IOException {
    return framed(guid(1_000), OLDER, event);
  }

  private Sent good(ListeningEvent event, byte[] value) {
    return Sent.good(topic, event.getUserId().getBytes(UTF_8), value);
  }

  private static byte[] numbered(int id) {
    return ByteBuffer.allocate(5).put((byte) 0).putInt(id).array();
  }

  private static byte[] guid(int id) {
    UUID guid = EmbeddedRegistry.guid(id);
    return ByteBuffer.allocate(17)
        .put((byte) 1)
        .putLong(guid.getMostSignificantBits())
        .putLong(guid.getLeastSignificantBits())
        .array();
  }

  private static byte[] framed(byte[] frame, Schema schema, ListeningEvent event)
      throws IOException {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(
          field.pos(),
          switch (field.name()) {
            case "event_id" -> event.getEventId();
            case "user_id" -> event.getUserId();
            case "item_id" -> event.getItemId();
            case "item_type" ->
                field.schema().getType() == Schema.Type.BYTES
                    ? ByteBuffer.wrap(event.getItemType().getBytes(UTF_8))
                    : event.getItemType();
            case "signal" -> new GenericData.EnumSymbol(field.schema(), event.getSignal().name());
            case "occurred_at" -> event.getOccurredAt().toEpochMilli();
            case "rating" -> 0.5f;
            default -> "dropped";
          });
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(frame);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static Schema schema(String fields) {
    String json =
        fields
            .replaceAll("(\\w+) (string|bytes|float)", "{'name':'$1','type':'$2'},")
            .replace("occurred_at", "{'name':'occurred_at','type':'long'},")
            .replace(
                "signal",
                "{'name':'signal','type':{'type':'enum','name':'Signal','symbols':['DANCE','LIKE']}},")
            .strip();
    String record =
        "{'type':'record','name':'ListeningEvent','namespace':'io.freshet.schemas','fields':[%s]}"
            .formatted(json.substring(0, json.length() - 1));
    return new Schema.Parser().parse(record.replace('\'', '"'));
  }
}
