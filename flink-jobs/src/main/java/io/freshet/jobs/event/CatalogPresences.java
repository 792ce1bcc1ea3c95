package io.freshet.jobs.event;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.registry.InputSchemas;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Catalog records to which items exist: a good record means it does, a null one is a takedown. */
public final class CatalogPresences {
  private CatalogPresences() {}

  /**
   * One element per usable catalog record. The others say nothing of their item, above all not that
   * it is back; they are the feature job's dead letters.
   */
  public static SingleOutputStreamOperator<CatalogPresence> of(
      DataStream<RawRecord> records, EventConfig config, InputSchemas schemas) {
    return records.flatMap(
        new PresenceFunction(config, schemas), TypeInformation.of(CatalogPresence.class));
  }
}
