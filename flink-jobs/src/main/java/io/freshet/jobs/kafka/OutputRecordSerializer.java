package io.freshet.jobs.kafka;

import static java.util.Objects.requireNonNull;

import io.freshet.registry.OutputFrames;
import io.freshet.registry.OutputSchemas;
import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.UserHistory;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Puts the value into its frame and writes the version header. The element's event time is left
 * out: records carry ingest time.
 */
final class OutputRecordSerializer implements KafkaRecordSerializationSchema<OutputRecord> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final OutputSchemas schemas;

  // Runtime.
  private transient @Nullable OutputFrames frames;

  OutputRecordSerializer(OutputSchemas schemas) {
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      OutputRecord output, KafkaSinkContext context, @Nullable Long timestamp) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            output.topic(),
            null,
            output.timestampMillis(),
            output.key().getBytes(StandardCharsets.UTF_8),
            framed(output));
    RecordHeaders.add(record.headers(), RecordHeaders.VERSION, Long.toString(output.version()));
    return record;
  }

  private byte @Nullable [] framed(OutputRecord output) {
    if (output.value() == null) {
      return null;
    }
    if (frames == null) {
      frames =
          new OutputFrames(
              schemas,
              ItemNeighborhood.getClassSchema(),
              ItemStatistics.getClassSchema(),
              UserHistory.getClassSchema(),
              ItemFeature.getClassSchema(),
              ItemEmbedding.getClassSchema(),
              EmbeddingRound.getClassSchema());
    }
    return frames.framed(output.topic(), output.value());
  }
}
