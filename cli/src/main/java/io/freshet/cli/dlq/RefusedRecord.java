package io.freshet.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.jobs.kafka.RecordHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param at when it was refused
 * @param reason label of the reason; empty where there is none
 * @param message what was wrong
 * @param partition of the original record, as the header says
 * @param offset of the original record, as the header says
 * @param key original bytes; null where there was no key
 * @param value original bytes; null where there was none or where it was too large
 * @param isCut whether the value was too large to be kept
 * @param headers of the original record that were kept: those that name its schema
 */
@SuppressWarnings("ArrayRecordComponent") // never changed after construction, never compared
record RefusedRecord(
    Instant at,
    String reason,
    String message,
    String partition,
    String offset,
    byte @Nullable [] key,
    byte @Nullable [] value,
    boolean isCut,
    List<Header> headers) {
  private static final String CONNECT = "__connect.errors.";
  private static final String OURS = "freshet-";

  static RefusedRecord of(ConsumerRecord<byte[], byte[]> record) {
    List<Header> kept = new ArrayList<>();
    for (Header header : record.headers()) {
      if (!header.key().startsWith(CONNECT) && !header.key().startsWith(OURS)) {
        kept.add(header);
      }
    }
    return new RefusedRecord(
        Instant.ofEpochMilli(record.timestamp()),
        text(record, RecordHeaders.REASON),
        text(record, CONNECT + "exception.message"),
        text(record, CONNECT + "partition"),
        text(record, CONNECT + "offset"),
        record.key(),
        record.value(),
        record.headers().lastHeader(RecordHeaders.DROPPED_BYTES) != null,
        List.copyOf(kept));
  }

  /** Key as text, for people; damaged UTF-8 shows as such. */
  String keyText() {
    return key == null ? "" : new String(key, UTF_8);
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
    @Nullable Header found = record.headers().lastHeader(header);
    return found == null || found.value() == null ? "" : new String(found.value(), UTF_8);
  }
}
