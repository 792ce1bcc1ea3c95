package io.freshet.jobs.event;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.registry.InputSchemas;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Raw records to checked listening events. */
public final class ListeningEvents {
  static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

  private ListeningEvents() {}

  /** The usable events of records in whichever frame, with no schemas but ours. */
  public static SingleOutputStreamOperator<CheckedEvent> of(
      DataStream<RawRecord> records, EventConfig config) {
    return of(records, config, InputSchemas.defaults());
  }

  /** The usable events, in order within a partition. */
  public static SingleOutputStreamOperator<CheckedEvent> of(
      DataStream<RawRecord> records, EventConfig config, InputSchemas schemas) {
    return records.process(
        new CheckFunction(config, schemas), TypeInformation.of(CheckedEvent.class));
  }

  /** The records that {@link #of} refused. */
  public static SideOutputDataStream<DeadLetter> deadLetters(
      SingleOutputStreamOperator<CheckedEvent> events) {
    return events.getSideOutput(DEAD_LETTERS);
  }
}
