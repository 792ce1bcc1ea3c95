package io.freshet.jobs.edge;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdates;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Edge updates to item neighborhoods. */
public final class Neighborhoods {
  private Neighborhoods() {}

  /** Changes of edges, summed before the shuffle. */
  public static SingleOutputStreamOperator<EdgeChanges> changes(
      DataStream<EdgeUpdates> updates, EdgeConfig config) {
    return updates.transform(
        "combine-edges", TypeInformation.of(EdgeChanges.class), new CombineOperator(config));
  }

  /**
   * Neighborhoods that drifted or grew stale, and a tombstone for each item that was taken down.
   *
   * @param topic topic that the output records name
   */
  public static SingleOutputStreamOperator<OutputRecord> of(
      DataStream<EdgeChanges> changes,
      DataStream<CatalogPresence> catalog,
      EdgeConfig config,
      String topic) {
    return changes
        .keyBy(EdgeChanges::itemId)
        .connect(catalog.broadcast())
        .transform(
            "neighborhoods",
            TypeInformation.of(OutputRecord.class),
            new NeighborhoodOperator(config, topic));
  }
}
