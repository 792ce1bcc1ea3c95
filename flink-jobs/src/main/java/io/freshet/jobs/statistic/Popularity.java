package io.freshet.jobs.statistic;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.Interaction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Interactions to item statistics. */
public final class Popularity {
  private Popularity() {}

  /**
   * Statistics whose counts moved, and a tombstone for each item that was taken down.
   *
   * @param topic topic that the output records name
   */
  public static SingleOutputStreamOperator<OutputRecord> of(
      DataStream<Interaction> interactions,
      DataStream<CatalogPresence> catalog,
      StatisticConfig config,
      String topic) {
    return interactions
        .keyBy(Interaction::itemId)
        .connect(catalog.keyBy(CatalogPresence::itemId))
        .transform(
            "item-statistics",
            TypeInformation.of(OutputRecord.class),
            new StatisticsOperator(config, topic));
  }
}
