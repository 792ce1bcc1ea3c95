package io.freshet.benchmarks.graph;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.interaction.InteractionConfig;
import io.freshet.jobs.record.CheckedEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Pairs an event with the user's newest ones, by the same rule as the product: different items,
 * within the window, at most so many. The history is a list state; events are likes, of strength 1.
 */
final class NaivePairingFunction extends KeyedProcessFunction<String, CheckedEvent, NaiveEdge> {
  private static final long serialVersionUID = 1;

  private final InteractionConfig config;
  private transient ListState<NaiveLike> history;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  NaivePairingFunction(InteractionConfig config) {
    this.config = requireNonNull(config, "config is null");
  }

  @Override
  public void open(OpenContext context) {
    history =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("history", TypeInformation.of(NaiveLike.class)));
  }

  @Override
  public void processElement(CheckedEvent event, Context context, Collector<NaiveEdge> out)
      throws Exception {
    NaiveLike fresh = new NaiveLike(event.itemId(), 1, event.occurredAtMillis());
    List<NaiveLike> likes = new ArrayList<>();
    history.get().forEach(likes::add);
    for (NaiveLike past : likes) {
      if (!past.itemId().equals(fresh.itemId())
          && Math.abs(fresh.atMillis() - past.atMillis()) <= config.pairWindow().toMillis()) {
        double weight = fresh.strength() * past.strength();
        long at = Math.max(fresh.atMillis(), past.atMillis());
        out.collect(new NaiveEdge(fresh.itemId(), past.itemId(), weight, at));
        out.collect(new NaiveEdge(past.itemId(), fresh.itemId(), weight, at));
      }
    }
    likes.add(fresh);
    int surplus = likes.size() - config.history();
    history.update(surplus > 0 ? likes.subList(surplus, likes.size()) : likes);
  }
}
