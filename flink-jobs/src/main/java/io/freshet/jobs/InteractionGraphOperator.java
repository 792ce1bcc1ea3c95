package io.freshet.jobs;

import java.util.Locale;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The operators of the interaction graph job. The uid of each ties its state to it: a constant is
 * never renamed.
 */
public enum InteractionGraphOperator {
  READ_LISTENING_EVENTS,
  READ_CATALOG_ITEMS,
  READ_USER_ATTRIBUTES,
  CHECK_EVENTS,
  CATALOG_PRESENCE,
  FIND_ERASURES,
  PAIR_INTERACTIONS,
  COMBINE_EDGES,
  NEIGHBORHOODS,
  ITEM_STATISTICS,
  WRITE_NEIGHBORHOODS,
  WRITE_STATISTICS,
  WRITE_HISTORIES,
  WRITE_DEAD_LETTERS;

  /** Name and uid of the operator. */
  public String uid() {
    return "interaction-graph-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Gives the operator behind a stream its name and uid. */
  <T> SingleOutputStreamOperator<T> name(SingleOutputStreamOperator<T> stream) {
    return stream.name(uid()).uid(uid());
  }

  /** Gives a sink its name and uid. */
  <T> DataStreamSink<T> name(DataStreamSink<T> sink) {
    return sink.name(uid()).uid(uid());
  }
}
