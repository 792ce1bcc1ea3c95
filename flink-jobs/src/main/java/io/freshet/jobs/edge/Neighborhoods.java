package io.freshet.jobs.edge;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.EdgeUpdate;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Edge updates to item neighborhoods. */
public final class Neighborhoods {
  private Neighborhoods() {}

  /**
   * Neighborhoods that drifted or grew stale, and a tombstone for each item that was taken down.
   *
   * @param topic topic that the output records name
   */
  public static SingleOutputStreamOperator<OutputRecord> of(
      DataStream<EdgeUpdate> updates,
      DataStream<CatalogPresence> catalog,
      EdgeConfig config,
      String topic) {
    return updates
        .keyBy(EdgeUpdate::itemId)
        .connect(catalog.broadcast())
        .transform(
            "neighborhoods",
            TypeInformation.of(OutputRecord.class),
            new NeighborhoodOperator(config, topic));
  }
}
