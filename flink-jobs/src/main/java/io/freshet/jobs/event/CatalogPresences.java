package io.freshet.jobs.event;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.CatalogPresence;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;

/** Catalog records to which items exist; their values are not read, a null one is a takedown. */
public final class CatalogPresences {
  private CatalogPresences() {}

  /** One element per catalog record with a key. */
  public static SingleOutputStreamOperator<CatalogPresence> of(DataStream<RawRecord> records) {
    return records.flatMap(new PresenceFunction(), TypeInformation.of(CatalogPresence.class));
  }

  private static final class PresenceFunction
      implements FlatMapFunction<RawRecord, CatalogPresence> {
    private static final long serialVersionUID = 1;

    @Override
    public void flatMap(RawRecord raw, Collector<CatalogPresence> out) {
      String itemId = raw.keyText();
      if (!itemId.isEmpty()) {
        out.collect(new CatalogPresence(itemId, raw.value() != null));
      }
    }
  }
}
