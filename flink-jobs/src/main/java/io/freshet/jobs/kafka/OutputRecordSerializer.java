package io.freshet.jobs.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes the version header. The element's event time is left out: records carry ingest time. */
final class OutputRecordSerializer implements KafkaRecordSerializationSchema<OutputRecord> {
  private static final long serialVersionUID = 1;

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      OutputRecord output, KafkaSinkContext context, @Nullable Long timestamp) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            output.topic(),
            null,
            output.timestampMillis(),
            output.key().getBytes(StandardCharsets.UTF_8),
            output.value());
    RecordHeaders.add(record.headers(), RecordHeaders.VERSION, Long.toString(output.version()));
    return record;
  }
}
