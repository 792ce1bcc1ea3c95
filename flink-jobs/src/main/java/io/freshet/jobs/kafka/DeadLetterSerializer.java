package io.freshet.jobs.kafka;

import io.freshet.jobs.record.DeadLetter;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dead letter to the topic beside the one it came from. A value that fits the input topic
 * may not fit again together with the headers, and the producer's refusal would fail the job on
 * every restart: such a value is left out and its size put in a header.
 */
final class DeadLetterSerializer implements KafkaRecordSerializationSchema<DeadLetter> {
  static final int MAX_VALUE_BYTES = 1_000_000;
  private static final int MAX_MESSAGE_CHARS = 1_000;
  private static final long serialVersionUID = 1;

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
    boolean fits = bytes(letter.key()) + bytes(letter.value()) <= MAX_VALUE_BYTES;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            letter.topic() + ".dlq",
            null,
            null,
            bytes(letter.key()) <= MAX_VALUE_BYTES ? letter.key() : null,
            fits ? letter.value() : null);
    Headers headers = record.headers();
    RecordHeaders.add(headers, RecordHeaders.ERROR_TOPIC, letter.topic());
    RecordHeaders.add(headers, RecordHeaders.ERROR_PARTITION, Integer.toString(letter.partition()));
    RecordHeaders.add(headers, RecordHeaders.ERROR_OFFSET, Long.toString(letter.offset()));
    RecordHeaders.add(headers, RecordHeaders.ERROR_CLASS, letter.exception());
    RecordHeaders.add(headers, RecordHeaders.ERROR_MESSAGE, shortened(letter.message()));
    RecordHeaders.add(headers, RecordHeaders.REASON, letter.reason().label());
    if (letter.schemaHeader() != null) {
      headers.add(letter.schemaHeader().name(), letter.schemaHeader().value());
    }
    if (!fits) {
      RecordHeaders.add(
          headers, RecordHeaders.DROPPED_BYTES, Integer.toString(bytes(letter.value())));
    }
    return record;
  }

  private static int bytes(byte @Nullable [] array) {
    return array == null ? 0 : array.length;
  }

  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS);
  }
}
