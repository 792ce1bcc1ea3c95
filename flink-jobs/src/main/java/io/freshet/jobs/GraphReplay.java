package io.freshet.jobs;

import io.freshet.jobs.edge.EdgeReplay;
import io.freshet.jobs.event.EventReplay;
import io.freshet.jobs.interaction.InteractionReplay;
import io.freshet.jobs.statistic.ItemCounts;
import io.freshet.jobs.statistic.StatisticsReplay;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ListeningEvent;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The interaction graph job in memory, event by event: the stages of {@link
 * InteractionGraphPipeline} by the same rules, without a cluster, for training and evaluation on
 * recorded data. Nobody is erased and nothing taken down here, and nothing is held back: what is
 * asked for holds all events so far. Mutable, one owner, one thread; memory as of the job's state.
 */
public final class GraphReplay {
  private final EventReplay events;
  private final InteractionReplay interactions;
  private final EdgeReplay edges;
  private final StatisticsReplay statistics = new StatisticsReplay();

  /**
   * Starts without events; of the configuration, what concerns Kafka and publishing is not used.
   */
  public GraphReplay(InteractionGraphConfig config) {
    events = new EventReplay(config.event());
    interactions = new InteractionReplay(config.interaction());
    edges = new EdgeReplay(config.edge());
  }

  /**
   * Takes an event, unless the job would refuse it.
   *
   * @param clockMillis the stream's clock when it arrives, epoch milliseconds
   */
  public void accept(ListeningEvent event, long clockMillis) {
    events
        .checked(event, clockMillis)
        .ifPresent(checked -> interactions.accept(checked, statistics::add, edges::add));
  }

  /**
   * How much an event says, 0 (nothing) or more; empty where the job would refuse it. Changes
   * nothing.
   *
   * @param clockMillis the stream's clock when it arrives, epoch milliseconds
   */
  public OptionalDouble strength(ListeningEvent event, long clockMillis) {
    return events.checked(event, clockMillis).stream()
        .mapToDouble(interactions::strength)
        .findFirst();
  }

  /** The neighborhoods that changed since the last call. */
  public List<ItemNeighborhood> changedNeighborhoods() {
    return edges.changed();
  }

  /** Counts of every item that had an interaction, decayed to a time, epoch milliseconds. */
  public List<ItemCounts> counts(long atMillis) {
    return statistics.at(atMillis);
  }
}
