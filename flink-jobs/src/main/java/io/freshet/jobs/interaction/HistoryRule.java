package io.freshet.jobs.interaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.jobs.record.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.datasketches.hash.MurmurHash3;

/** What an event does to its user's history, and what it yields. One thread. */
final class HistoryRule {
  private static final long EVENT_ID_SEED = 0x66726573686574L;

  private final InteractionConfig config;
  private final SharedIds ids;
  private final Strengths strengths;
  private final Pairing pairing;
  private int cut;

  HistoryRule(InteractionConfig config, SharedIds ids) {
    this.config = requireNonNull(config, "config is null");
    this.ids = requireNonNull(ids, "ids is null");
    strengths = new Strengths(config);
    pairing = new Pairing(config);
  }

  /** What became of an event. */
  enum Outcome {
    /** It was ingested before its user was erased; nothing has changed. */
    ERASED,
    /** It was seen before; nothing has changed. */
    DUPLICATE,
    /** Its user has done too much already. */
    CAPPED,
    /** It says nothing; only its id is remembered. */
    SILENT,
    /** It is in the history now. */
    KEPT
  }

  /** Applies an event to the history of its user. */
  Outcome apply(
      CheckedEvent event,
      History history,
      Consumer<Interaction> interactions,
      Consumer<EdgeUpdates> updates) {
    cut = 0;
    if (history.isErased(event.ingestedAtMillis())) {
      return Outcome.ERASED;
    }
    long eventHash = MurmurHash3.hash(event.eventId().getBytes(UTF_8), EVENT_ID_SEED)[0];
    if (history.contains(eventHash)) {
      return Outcome.DUPLICATE;
    }
    if (!history.activity().admits(event.clockMillis(), config.caps())) {
      return Outcome.CAPPED;
    }
    double strength = strengths.of(event);
    interactions.accept(
        new Interaction(
            event.userId(),
            event.itemId(),
            event.itemType(),
            event.signal(),
            strength,
            event.occurredAtMillis(),
            event.ingestedAtMillis()));
    if (strength == 0) {
      history.remember(eventHash, event.clockMillis(), config);
      return Outcome.SILENT;
    }
    pair(event, eventHash, strength, history, updates);
    return Outcome.KEPT;
  }

  /** Directions of pairs of the last event that lost weight to a cap, or all of it. */
  int cut() {
    return cut;
  }

  private void pair(
      CheckedEvent event,
      long eventHash,
      double strength,
      History history,
      Consumer<EdgeUpdates> out) {
    history.forgetBefore(event.clockMillis() - config.horizon().toMillis());
    PastInteraction fresh =
        new PastInteraction(
            eventHash,
            ids.of(event.itemId()),
            ids.of(event.itemType()),
            event.signal(),
            strength,
            event.occurredAtMillis(),
            event.ingestedAtMillis());
    int user = Pairing.userBit(event.userId());
    List<EdgeUpdate> updates = new ArrayList<>(2 * history.interactions().size());
    cut = pairing.pair(fresh, history, user, event.ingestedAtMillis(), updates::add);
    if (!updates.isEmpty()) {
      out.accept(new EdgeUpdates(updates));
    }
    history.add(fresh);
    history.trim(event.clockMillis(), config);
  }
}
