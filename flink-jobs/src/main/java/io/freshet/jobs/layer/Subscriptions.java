package io.freshet.jobs.layer;

import io.freshet.jobs.record.EmbeddingStage;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.SubscriptionChange;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Who aggregates whom, as changes. */
public final class Subscriptions {
  private Subscriptions() {}

  /**
   * What each new neighborhood changes, told when its round closes.
   *
   * @param settings of layer 0
   */
  public static DataStream<SubscriptionChange> of(
      DataStream<NeighborhoodUpdate> neighborhoods, LayerSettings settings) {
    return neighborhoods
        .keyBy(NeighborhoodUpdate::item)
        .transform(
            EmbeddingStage.DIFF.uid(),
            TypeInformation.of(SubscriptionChange.class),
            new NeighborhoodDiffOperator(settings))
        .uid(EmbeddingStage.DIFF.uid());
  }
}
