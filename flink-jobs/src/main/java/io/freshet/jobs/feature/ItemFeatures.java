package io.freshet.jobs.feature;

import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.DeadLetter;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Text vectors of the items whose text or type changed, and tombstones of those taken down. */
public final class ItemFeatures {
  static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("feature-dead-letters", TypeInformation.of(DeadLetter.class));

  private ItemFeatures() {}

  /**
   * Records for the feature topic.
   *
   * @param topic name of the feature topic
   */
  public static SingleOutputStreamOperator<OutputRecord> of(
      DataStream<CatalogChange> changes,
      FeatureConfig config,
      InferenceClientFactory inference,
      String topic) {
    return changes
        .keyBy(CatalogChange::itemId)
        .transform(
            "item-features",
            TypeInformation.of(OutputRecord.class),
            new ItemFeatureOperator(config, inference, topic));
  }

  /** The records whose text the encoder could not turn into a vector. */
  public static DataStream<DeadLetter> deadLetters(
      SingleOutputStreamOperator<OutputRecord> features) {
    return features.getSideOutput(DEAD_LETTERS);
  }
}
