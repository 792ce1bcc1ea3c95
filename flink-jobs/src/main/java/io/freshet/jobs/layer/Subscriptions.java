package io.freshet.jobs.layer;

import io.freshet.jobs.record.EmbeddingStage;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.SubscriptionChange;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Who aggregates whom, as changes. */
public final class Subscriptions {
  private Subscriptions() {}

  /**
   * What each new neighborhood changes.
   *
   * @param tombstoneRetention how long the version of a removed neighborhood is remembered
   */
  public static DataStream<SubscriptionChange> of(
      DataStream<NeighborhoodUpdate> neighborhoods, Duration tombstoneRetention) {
    return neighborhoods
        .keyBy(NeighborhoodUpdate::item)
        .process(new NeighborhoodDiffFunction(tombstoneRetention))
        .name(EmbeddingStage.DIFF.uid())
        .uid(EmbeddingStage.DIFF.uid());
  }
}
