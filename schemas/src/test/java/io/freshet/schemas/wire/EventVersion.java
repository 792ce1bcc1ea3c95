package io.freshet.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Schemas of listening events as others write them. */
enum EventVersion {
  CURRENT(ListeningEvent.getClassSchema()),
  /** Before the fields with defaults were added. */
  OLDER(
      """
      string event_id, string user_id, string item_id, string item_type,
      signal STREAM LIKE, long occurred_at
      """),
  /** With fields and a symbol that we do not know; what is dropped is of every shape. */
  NEWER(
      """
      string tenant, string event_id, array tags, string user_id, string item_id, map ratings,
      string item_type, signal DANCE LIKE STREAM, long occurred_at, nested origin
      """),
  REORDERED(
      """
      long occurred_at, signal LIKE, string item_type, string item_id, string user_id,
      string event_id
      """),
  /** Narrower types, which Avro widens. */
  PROMOTED(
      """
      bytes event_id, string user_id, bytes item_id, string item_type, signal STREAM LIKE,
      int occurred_at
      """);

  private final Schema schema;

  EventVersion(Schema schema) {
    this.schema = schema;
  }

  EventVersion(String fields) {
    StringBuilder json = new StringBuilder();
    for (String field : fields.strip().split(",\\s*")) {
      String[] words = field.split(" ");
      json.append(json.isEmpty() ? "" : ",")
          .append(
              switch (words[0]) {
                case "signal" ->
                    "{\"name\":\"signal\",\"type\":{\"type\":\"enum\",\"name\":\"Signal\",\"symbols\":[\"%s\"]}}"
                        .formatted(field.substring(7).replace(" ", "\",\""));
                case "array" ->
                    "{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}";
                case "map" ->
                    "{\"name\":\"ratings\",\"type\":{\"type\":\"map\",\"values\":\"bytes\"}}";
                case "nested" ->
                    "{\"name\":\"origin\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"Origin\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Origin\"]}]}]}";
                default -> "{\"name\":\"%s\",\"type\":\"%s\"}".formatted(words[1], words[0]);
              });
    }
    schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"ListeningEvent\",\"namespace\":\"io.freshet.schemas\",\"fields\":[%s]}"
                    .formatted(json));
  }

  Schema schema() {
    return schema;
  }

  /** Avro binary of an event with these values. */
  byte[] written(String id, int occurredAt) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field, id, occurredAt));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** The event that must be read from what was written with any of them. */
  static ListeningEvent read(String id, int occurredAt) {
    return new ListeningEvent(
        id, id, id, id, Signal.LIKE, Instant.ofEpochMilli(occurredAt), null, null, Map.of());
  }

  private static @Nullable Object value(Schema.Field field, String id, int occurredAt) {
    return switch (field.name()) {
      case "signal" -> new GenericData.EnumSymbol(field.schema(), "LIKE");
      case "occurred_at" -> number(field.schema(), occurredAt);
      case "tags" -> List.of("a", id);
      case "ratings" -> Map.of("r", ByteBuffer.wrap(id.getBytes(UTF_8)));
      case "context" -> Map.of();
      case "ms_played", "duration_ms", "origin" -> null;
      default ->
          field.schema().getType() == Schema.Type.BYTES ? ByteBuffer.wrap(id.getBytes(UTF_8)) : id;
    };
  }

  private static Object number(Schema schema, int value) {
    if (schema.getType() == Schema.Type.INT) {
      return value;
    }
    return (long) value;
  }
}
