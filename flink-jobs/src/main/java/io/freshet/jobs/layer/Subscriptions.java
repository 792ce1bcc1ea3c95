package io.freshet.jobs.layer;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.EmbeddingStage;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.SubscriptionChange;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Who aggregates whom, as changes told when their round closes.
 *
 * @param changes for the sources
 * @param scales for the items' own aggregates
 * @param fragments what was counted
 */
public record Subscriptions(
    DataStream<SubscriptionChange> changes,
    DataStream<AggregateChange> scales,
    DataStream<RoundFragment> fragments) {

  /**
   * What each new neighborhood changes.
   *
   * @param settings of layer 0
   */
  public static Subscriptions of(
      DataStream<NeighborhoodUpdate> neighborhoods, LayerSettings settings) {
    SingleOutputStreamOperator<SubscriptionChange> changes =
        neighborhoods
            .keyBy(NeighborhoodUpdate::item)
            .transform(
                EmbeddingStage.DIFF.uid(),
                TypeInformation.of(SubscriptionChange.class),
                new NeighborhoodDiffOperator(settings))
            .uid(EmbeddingStage.DIFF.uid());
    return new Subscriptions(
        changes,
        changes.getSideOutput(NeighborhoodDiffOperator.SCALES),
        changes.getSideOutput(EmbeddingOutputTags.FRAGMENTS));
  }
}
