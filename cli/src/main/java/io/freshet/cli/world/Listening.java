package io.freshet.cli.world;

import io.freshet.schemas.ListeningEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Endless listening: a fixed number of sessions are open at any time, each event is the next step
 * of one of them, and an ended session makes room for another user's. How many are open follows
 * from the rate, so that a session's plays are about a track apart where the users suffice for
 * that.
 */
final class Listening implements Iterator<ListeningEvent> {
  private static final double PLAY_NANOS = 210e9;
  private static final double EXPLORE = 0.12;
  private static final double OTHER_KIND = 0.15;
  private static final double SAME_CREATOR = 0.25;
  private static final double TREND = 0.05;
  private static final int TREND_EVENTS = 5_000;

  private final WorldSettings settings;
  private final Shelves shelves;
  private final Optional<Releases> releases;
  private final Tastes tastes;
  private final Plays plays;
  private final Dice dice;
  private final Instant start;
  private final double nanosPerEvent;
  private final int openSessions;
  private final List<Session> sessions = new ArrayList<>();
  private final Set<Integer> activeUsers = new HashSet<>();
  private final Deque<ListeningEvent.Builder> followUps = new ArrayDeque<>();
  private Optional<WorldItem> trend = Optional.empty();
  private long index;

  Listening(
      WorldSettings settings,
      Shelves shelves,
      Instant start,
      double nanosPerEvent,
      Optional<Releases> releases) {
    this.settings = settings;
    this.shelves = shelves;
    this.start = start;
    this.nanosPerEvent = nanosPerEvent;
    this.releases = releases;
    tastes = new Tastes(settings);
    dice = Dice.of(settings.seed(), 7, start.toEpochMilli());
    plays = new Plays("world-%d-%d".formatted(settings.seed(), start.toEpochMilli()), dice);
    double wanted = PLAY_NANOS / nanosPerEvent;
    openSessions = (int) Math.max(1, Math.min(wanted, settings.users() / 4.0));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public ListeningEvent next() {
    Instant now = start.plusNanos((long) (index * nanosPerEvent));
    release(now);
    if (index % TREND_EVENTS == TREND_EVENTS - 1) {
      trend = Optional.of(anything(now));
    }
    ListeningEvent.Builder event = followUps.isEmpty() ? play(now) : followUps.remove();
    ListeningEvent next = plays.finished(event, index, now);
    index++;
    return next;
  }

  private void release(Instant now) {
    Optional<WorldItem> fresh = releases.flatMap(each -> each.at(index, now));
    fresh.ifPresent(
        item -> {
          shelves.feature(item);
          trend = fresh;
        });
  }

  private ListeningEvent.Builder play(Instant now) {
    while (sessions.size() < openSessions) {
      sessions.add(session(now));
    }
    int chosen = dice.below(sessions.size());
    Session session = sessions.get(chosen);
    boolean explores = dice.chance(EXPLORE);
    WorldItem item = explores ? anything(now) : choice(session, now);
    session.played(item);
    if (session.isOver()) {
      activeUsers.remove(session.user());
      sessions.set(chosen, sessions.get(sessions.size() - 1));
      sessions.remove(sessions.size() - 1);
    }
    String user = "user-" + session.user();
    boolean fits = item.community() == session.community();
    return plays.play(user, item, fits ? Plays.SKIP_LIKED : Plays.SKIP_OTHER, followUps);
  }

  private Session session(Instant now) {
    int user = user();
    for (int i = 0; i < 4 && activeUsers.contains(user); i++) {
      user = user();
    }
    activeUsers.add(user);
    ItemKind kind = kind();
    // A geometric length with the kind's mean.
    int length = 1 + (int) (Math.log(1 - dice.unit()) / Math.log(1 - 1 / kind.meanSession()));
    return new Session(user, tastes.community(user, now, dice), kind, length);
  }

  /** A user; some listen several times as much as others. */
  private int user() {
    return (int) (Math.pow(dice.unit(), 1.5) * settings.users());
  }

  private ItemKind kind() {
    double unit = dice.unit();
    return unit < 0.55 ? ItemKind.TRACK : unit < 0.85 ? ItemKind.PODCAST : ItemKind.AUDIOBOOK;
  }

  private WorldItem choice(Session session, Instant now) {
    if (trend.isPresent() && dice.chance(TREND)) {
      return trend.get();
    }
    if (session.last().isPresent() && dice.chance(SAME_CREATOR)) {
      Optional<WorldItem> alike = shelves.alike(session.last().get(), now, dice);
      if (alike.isPresent()) {
        return alike.get();
      }
    }
    ItemKind kind = dice.chance(OTHER_KIND) ? kind() : session.kind();
    return shelves.draw(session.community(), kind, now, dice);
  }

  private WorldItem anything(Instant now) {
    return shelves.draw(dice.below(settings.communities()), kind(), now, dice);
  }
}
