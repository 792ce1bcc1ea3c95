package io.freshet.jobs.round;

import io.freshet.jobs.kafka.BacklogEnds;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.jobs.kafka.KafkaSources;
import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.EmbeddingStage;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.NeighborhoodUpdateType;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of a topic with their rounds, decoded.
 *
 * @param updates what the records say; a watermark ends each round
 * @param fragments what was read per round
 * @param deadLetters records that could not be used
 * @param <T> what a record says
 */
public record Rounds<T>(
    DataStream<T> updates,
    DataStream<RoundFragment> fragments,
    DataStream<DeadLetter> deadLetters) {

  /**
   * A compacted topic in two parts: what is there at the job's first start, which is round 0, then
   * everything that comes later.
   */
  public static HybridSource<RawRecord> source(KafkaSettings kafka, Topic topic) {
    Map<TopicPartition, Long> ends = new BacklogEnds(kafka).of(topic);
    return HybridSource.builder(KafkaSources.backlog(kafka, topic, ends))
        .addSource(new LiveSource<>(KafkaSources.from(kafka, topic, ends)))
        .build();
  }

  /**
   * Text vectors of items.
   *
   * @param interval length of a round
   * @param textDimensions components that every text vector must have
   * @param schemas how the records are framed
   */
  public static Rounds<FeatureUpdate> features(
      DataStream<RawRecord> records, Duration interval, int textDimensions, InputSchemas schemas) {
    return of(
        records,
        interval,
        EmbeddingStage.FEATURE_ROUNDS,
        EmbeddingStage.FEATURE_UPDATES,
        new FeatureReader(textDimensions, schemas),
        TypeInformation.of(FeatureUpdate.class));
  }

  /**
   * Neighborhoods of items.
   *
   * @param interval length of a round
   * @param schemas how the records are framed
   */
  public static Rounds<NeighborhoodUpdate> neighborhoods(
      DataStream<RawRecord> records, Duration interval, InputSchemas schemas) {
    return of(
        records,
        interval,
        EmbeddingStage.NEIGHBORHOOD_ROUNDS,
        EmbeddingStage.NEIGHBORHOOD_UPDATES,
        new NeighborhoodReader(schemas),
        new NeighborhoodUpdateType());
  }

  private static <T> Rounds<T> of(
      DataStream<RawRecord> records,
      Duration interval,
      EmbeddingStage clock,
      EmbeddingStage decode,
      UpdateReader<T> reader,
      TypeInformation<T> type) {
    SingleOutputStreamOperator<RoundRecord> rounds =
        records
            .transform(
                clock.uid(),
                TypeInformation.of(RoundRecord.class),
                new RoundClockOperator(interval))
            .uid(clock.uid());
    SingleOutputStreamOperator<T> updates =
        rounds.process(new DecodeFunction<>(reader), type).name(decode.uid()).uid(decode.uid());
    return new Rounds<>(
        updates,
        rounds.getSideOutput(EmbeddingOutputTags.FRAGMENTS),
        updates.getSideOutput(DecodeFunction.DEAD_LETTERS));
  }
}
