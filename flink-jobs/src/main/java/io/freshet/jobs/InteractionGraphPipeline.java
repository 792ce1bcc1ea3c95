package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.edge.Neighborhoods;
import io.freshet.jobs.event.CatalogPresences;
import io.freshet.jobs.event.ListeningEvents;
import io.freshet.jobs.event.UserErasures;
import io.freshet.jobs.interaction.Interactions;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.jobs.record.UserErasure;
import io.freshet.jobs.statistic.Popularity;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Table of contents of the interaction graph job: from listening events to neighborhoods. */
public final class InteractionGraphPipeline {
  private InteractionGraphPipeline() {}

  /**
   * What the job yields.
   *
   * @param neighborhoods to {@code item-neighborhoods}
   * @param statistics to {@code item-statistics}
   * @param histories to {@code user-histories}
   * @param deadLetters to {@code listening-events.dlq} and {@code user-attributes.dlq}
   */
  public record Outputs(
      DataStream<OutputRecord> neighborhoods,
      DataStream<OutputRecord> statistics,
      DataStream<OutputRecord> histories,
      DataStream<DeadLetter> deadLetters) {
    public Outputs {
      requireNonNull(neighborhoods, "neighborhoods is null");
      requireNonNull(statistics, "statistics is null");
      requireNonNull(histories, "histories is null");
      requireNonNull(deadLetters, "deadLetters is null");
    }
  }

  /**
   * The stages in data order.
   *
   * @param listeningEvents records of {@code listening-events}
   * @param catalogItems records of {@code catalog-items}
   * @param userAttributes records of {@code user-attributes}
   */
  public static Outputs of(
      DataStream<RawRecord> listeningEvents,
      DataStream<RawRecord> catalogItems,
      DataStream<RawRecord> userAttributes,
      InteractionGraphConfig config) {
    SingleOutputStreamOperator<CheckedEvent> events =
        InteractionGraphOperator.CHECK_EVENTS.name(
            ListeningEvents.of(
                listeningEvents,
                config.event(),
                config.schema().input(config.topics().listeningEvents().name())));
    SingleOutputStreamOperator<CatalogPresence> catalog =
        InteractionGraphOperator.CATALOG_PRESENCE.name(
            CatalogPresences.of(
                catalogItems,
                config.event(),
                config.schema().input(config.topics().catalogItems().name())));
    SingleOutputStreamOperator<UserErasure> erasures =
        InteractionGraphOperator.FIND_ERASURES.name(
            UserErasures.of(
                userAttributes,
                config.event(),
                config.schema().input(config.topics().userAttributes().name())));
    SingleOutputStreamOperator<EdgeUpdates> edgeUpdates =
        InteractionGraphOperator.PAIR_INTERACTIONS.name(
            Interactions.edgeUpdates(
                events, erasures, config.interaction(), config.topics().userHistories().name()));
    SingleOutputStreamOperator<EdgeChanges> edgeChanges =
        InteractionGraphOperator.COMBINE_EDGES.name(
            Neighborhoods.changes(edgeUpdates, config.edge()));
    SingleOutputStreamOperator<OutputRecord> neighborhoods =
        InteractionGraphOperator.NEIGHBORHOODS.name(
            Neighborhoods.of(
                edgeChanges, catalog, config.edge(), config.topics().itemNeighborhoods().name()));
    SingleOutputStreamOperator<OutputRecord> statistics =
        InteractionGraphOperator.ITEM_STATISTICS.name(
            Popularity.of(
                Interactions.interactions(edgeUpdates),
                catalog,
                config.statistic(),
                config.topics().itemStatistics().name()));
    return new Outputs(
        neighborhoods,
        statistics,
        Interactions.histories(edgeUpdates),
        ListeningEvents.deadLetters(events).union(UserErasures.deadLetters(erasures)));
  }
}
