package io.freshet.jobs.interaction;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.jobs.record.Interaction;
import io.freshet.jobs.record.UserErasure;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Listening events to interactions, co-interactions and user histories. */
public final class Interactions {
  static final OutputTag<Interaction> INTERACTIONS =
      new OutputTag<>("interactions", TypeInformation.of(Interaction.class));
  static final OutputTag<OutputRecord> HISTORIES =
      new OutputTag<>("histories", TypeInformation.of(OutputRecord.class));

  private Interactions() {}

  /**
   * The edge updates of all co-interactions, both directions of each.
   *
   * @param erasures users to forget
   * @param historyTopic topic that the user histories name
   */
  public static SingleOutputStreamOperator<EdgeUpdates> edgeUpdates(
      DataStream<CheckedEvent> events,
      DataStream<UserErasure> erasures,
      InteractionConfig config,
      String historyTopic) {
    return events
        .keyBy(CheckedEvent::userId)
        .connect(erasures.keyBy(UserErasure::userId))
        .transform(
            "pair-interactions",
            TypeInformation.of(EdgeUpdates.class),
            new PairingOperator(config, historyTopic));
  }

  /** One interaction per accepted event of {@link #edgeUpdates}. */
  public static SideOutputDataStream<Interaction> interactions(
      SingleOutputStreamOperator<EdgeUpdates> edgeUpdates) {
    return edgeUpdates.getSideOutput(INTERACTIONS);
  }

  /** The users' histories behind {@link #edgeUpdates}. */
  public static SideOutputDataStream<OutputRecord> histories(
      SingleOutputStreamOperator<EdgeUpdates> edgeUpdates) {
    return edgeUpdates.getSideOutput(HISTORIES);
  }
}
