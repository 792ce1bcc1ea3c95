package io.freshet.cli.world;

import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;

/** How one play goes: skipped, played in part or to the end, and perhaps liked afterwards. */
final class Plays {
  /** Chance that an item of the session's community is skipped. */
  static final double SKIP_LIKED = 0.1;

  /** Chance that any other item is skipped. */
  static final double SKIP_OTHER = 0.5;

  private static final double PREVIEW = 0.02;
  private static final double APPROVE = 0.08;
  private static final double COMPLETE = 0.6;
  private static final long LEAST_PLAY_MILLIS = 45_000;
  private static final long LONGEST_SITTING_MILLIS = 7_200_000;

  private final String idPrefix;
  private final Dice dice;

  Plays(String idPrefix, Dice dice) {
    this.idPrefix = idPrefix;
    this.dice = dice;
  }

  /** A play, without id and time; what the user does next about the item is added to the queue. */
  ListeningEvent.Builder play(
      String user, WorldItem item, double skip, Queue<ListeningEvent.Builder> followUps) {
    if (dice.chance(skip)) {
      return event(user, item, Signal.SKIP).setMsPlayed(dice.between(1_000, 29_000));
    }
    if (dice.chance(PREVIEW)) {
      return event(user, item, Signal.PREVIEW).setMsPlayed(30_000L);
    }
    long sitting = Math.min(item.durationMs(), LONGEST_SITTING_MILLIS);
    boolean completes = sitting == item.durationMs() && dice.chance(COMPLETE);
    if (dice.chance(APPROVE)) {
      followUps.add(event(user, item, item.kind().approval()));
    }
    return event(user, item, completes ? Signal.COMPLETE : Signal.STREAM)
        .setMsPlayed(completes ? sitting : dice.between(LEAST_PLAY_MILLIS, sitting));
  }

  /** The event with its id and time. */
  ListeningEvent finished(ListeningEvent.Builder event, long index, Instant at) {
    return event.setEventId(idPrefix + "-" + index).setOccurredAt(at).build();
  }

  private static ListeningEvent.Builder event(String user, WorldItem item, Signal signal) {
    return ListeningEvent.newBuilder()
        .setUserId(user)
        .setItemId(item.id())
        .setItemType(item.kind().type())
        .setSignal(signal)
        .setMsPlayed(null)
        .setDurationMs(item.durationMs())
        .setContext(Map.of("source", "world"));
  }
}
