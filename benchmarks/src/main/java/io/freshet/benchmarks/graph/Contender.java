package io.freshet.benchmarks.graph;

import io.freshet.benchmarks.graph.Contender.Assembly;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.InteractionGraphJob;
import io.freshet.jobs.decay.ForwardDecay;
import io.freshet.jobs.event.ListeningEvents;
import io.freshet.jobs.kafka.KafkaSources;
import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.CheckedEvent;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job under measurement.
 *
 * @param name in the report
 * @param reader name of the operator that every event passes, right after the source
 * @param assembly puts the job into an environment
 */
record Contender(String name, String reader, Assembly assembly) {
  static final String FRESHET = "freshet";
  static final String PER_EVENT = "per-event";

  /** Sets up the environment and puts a job between Kafka's topics. */
  @FunctionalInterface
  interface Assembly {
    void assemble(StreamExecutionEnvironment environment, InteractionGraphConfig config);
  }

  /** The product, with everything it does besides: statistics, histories, publication. */
  static Contender freshet() {
    return new Contender(FRESHET, "interaction-graph-check-events", InteractionGraphJob::assemble);
  }

  /** Pairs of events straight to the state backend, and nothing else. */
  static Contender perEvent() {
    return new Contender(PER_EVENT, "naive-check-events", Contender::assemblePerEvent);
  }

  private static void assemblePerEvent(
      StreamExecutionEnvironment environment, InteractionGraphConfig config) {
    config.job().applyTo(environment);
    DataStream<RawRecord> records =
        environment
            .fromSource(
                KafkaSources.committed(config.kafka(), config.topics().listeningEvents()),
                WatermarkStrategy.noWatermarks(),
                "naive-read")
            .uid("naive-read");
    SingleOutputStreamOperator<CheckedEvent> events =
        ListeningEvents.of(records, config.event())
            .name("naive-check-events")
            .uid("naive-check-events");
    long landmark = new ForwardDecay(config.edge().halfLife()).period(InventedTraffic.START);
    events
        .keyBy(CheckedEvent::userId)
        .process(
            new NaivePairingFunction(config.interaction()), TypeInformation.of(NaiveEdge.class))
        .uid("naive-pair")
        .keyBy(NaiveEdge::itemId)
        .process(
            new NaiveEdgeFunction(new ForwardDecay(config.edge().halfLife()), landmark),
            Types.STRING)
        .name("naive-edges")
        .uid("naive-edges")
        .sinkTo(new DiscardingSink<>())
        .uid("naive-sink");
  }
}
