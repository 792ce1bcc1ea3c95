package io.freshet.jobs.interaction;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.jobs.record.Interaction;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * This stage in memory, event by event, by the rules that the job runs. Histories are kept for all
 * users and never expire as a whole. Mutable, one owner, one thread.
 */
public final class InteractionReplay {
  private final HistoryRule rule;
  private final Strengths strengths;
  private final Map<String, History> histories = new HashMap<>();

  /** Starts without histories. */
  public InteractionReplay(InteractionConfig config) {
    rule = new HistoryRule(config, new SharedIds());
    strengths = new Strengths(config);
  }

  /** How much an event says, 0 (nothing) or more; changes nothing. */
  public double strength(CheckedEvent event) {
    return strengths.of(event);
  }

  /** Hands on the interaction of an event, and the edge updates of its pairs. */
  public void accept(
      CheckedEvent event, Consumer<Interaction> interactions, Consumer<EdgeUpdates> updates) {
    History history = histories.computeIfAbsent(event.userId(), user -> new History());
    rule.apply(event, history, interactions, updates);
  }
}
