package io.freshet.jobs.feature;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.registry.InputSchemas;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Catalog records, decoded and checked, with the text to encode. */
public final class CatalogChanges {
  static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("catalog-dead-letters", TypeInformation.of(DeadLetter.class));

  private CatalogChanges() {}

  /** One change per usable record. */
  public static SingleOutputStreamOperator<CatalogChange> of(
      DataStream<RawRecord> records, FeatureConfig config, InputSchemas schemas) {
    return records
        .process(new CatalogDecodeFunction(config, schemas))
        .returns(TypeInformation.of(CatalogChange.class));
  }

  /** The records that were refused. */
  public static DataStream<DeadLetter> deadLetters(
      SingleOutputStreamOperator<CatalogChange> changes) {
    return changes.getSideOutput(DEAD_LETTERS);
  }
}
