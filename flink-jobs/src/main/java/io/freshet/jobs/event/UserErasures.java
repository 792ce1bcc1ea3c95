package io.freshet.jobs.event;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.UserErasure;
import io.freshet.registry.InputSchemas;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Records of user attributes to the users that are to be erased: those with a null value. */
public final class UserErasures {
  static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("refused-attributes", TypeInformation.of(DeadLetter.class));

  private UserErasures() {}

  /** The erasures, in order within a partition. Attributes themselves are only checked. */
  public static SingleOutputStreamOperator<UserErasure> of(
      DataStream<RawRecord> records, EventConfig config, InputSchemas schemas) {
    return records.process(
        new UserAttributesFunction(config, schemas), TypeInformation.of(UserErasure.class));
  }

  /** The records that {@link #of} refused. */
  public static SideOutputDataStream<DeadLetter> deadLetters(
      SingleOutputStreamOperator<UserErasure> erasures) {
    return erasures.getSideOutput(DEAD_LETTERS);
  }
}
