package io.freshet.jobs.graph;

import io.freshet.jobs.graph.Act.BringBack;
import io.freshet.jobs.graph.Act.Erase;
import io.freshet.jobs.graph.Act.Play;
import io.freshet.jobs.graph.Act.TakeDown;
import io.freshet.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A seeded story in phases. Within a phase the order of what is sent changes nothing; a phase is
 * sent once the one before has been read, so that what an item or a user was before a takedown or
 * an erasure is certain.
 *
 * <p>Thirty-six items of three types; everybody plays {@code track-0}, so it and others have more
 * tracks as neighbors than {@link #CANDIDATES}. No user reaches a limit of the defaults, and no
 * weight is forgotten: what the job must publish is exact. At most three tracks are taken down,
 * fewer than candidates are kept beyond the top K, so those are never missed there; items that
 * return are of types that are few.
 */
public final class GraphStory {
  /** The job's clock, which is that of a replay: all events are within a few days before. */
  public static final long CLOCK = Instant.parse("2024-03-15T00:00:00Z").toEpochMilli();

  /** Candidates that the job may keep per type, so that there are evicted neighbors. */
  public static final int CANDIDATES = 12;

  /** Neighbors that it publishes per type. */
  public static final int TOP_K = 6;

  private static final long INGEST = CLOCK - Duration.ofHours(1).toMillis();
  private static final int SPAN_SECONDS = (int) Duration.ofDays(9).toSeconds();
  private static final int USERS = 16;
  private static final List<Signal> SIGNALS =
      List.of(Signal.LIKE, Signal.SAVE, Signal.COMPLETE, Signal.PREVIEW, Signal.SKIP);

  private final Random random;
  private final List<Play> played = new ArrayList<>();
  private long sent;

  public GraphStory(long seed) {
    random = new Random(seed);
  }

  /** A story that has everything in it; the last phase touches every item and user once more. */
  public List<List<Act>> phases() {
    List<List<Act>> phases = new ArrayList<>();
    phases.add(plays(150, Set.of()));
    phases.add(plays(60, Set.of()));
    phases.get(1).addAll(repeated(20));
    phases.get(1).addAll(takenDown("track-3", "podcast-1", "audiobook-0"));
    phases.add(returned("podcast-1", "audiobook-0"));
    phases.add(plays(40, Set.of("user-1", "user-2")));
    phases.get(3).addAll(erased("user-1", "user-2"));
    phases.add(plays(20, Set.of("user-2")));
    phases.get(4).addAll(late("user-2"));
    phases.add(plays(20, Set.of("user-2")));
    phases.add(plays(40, Set.of("user-2", "user-3")));
    phases.get(6).addAll(takenDown("track-5", "never-heard"));
    phases.get(6).addAll(erased("user-3"));
    phases.add(closing());
    return phases;
  }

  /** Plays by random users, without some of them. */
  public List<Act> plays(int count, Set<String> silent) {
    List<Act> plays = new ArrayList<>();
    while (plays.size() < count) {
      String user = "user-" + random.nextInt(USERS);
      if (!silent.contains(user)) {
        plays.add(play(user, item(), SIGNALS.get(random.nextInt(SIGNALS.size()))));
      }
    }
    return plays;
  }

  /** Takedowns of items. */
  public List<Act> takenDown(String... items) {
    List<Act> acts = new ArrayList<>();
    for (String item : items) {
      acts.add(new TakeDown(item, nextIngest()));
    }
    return acts;
  }

  /** Returns of items. */
  public List<Act> returned(String... items) {
    List<Act> acts = new ArrayList<>();
    for (String item : items) {
      acts.add(new BringBack(item, type(item), nextIngest()));
    }
    return acts;
  }

  /** Erasures of users. */
  public List<Act> erased(String... users) {
    List<Act> acts = new ArrayList<>();
    for (String user : users) {
      acts.add(new Erase(user, nextIngest()));
      played.removeIf(play -> play.userId().equals(user));
    }
    return acts;
  }

  /** Events that were sent already, once more, of users who have not been erased since. */
  public List<Act> repeated(int count) {
    List<Act> repeated = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      repeated.add(played.get(random.nextInt(played.size())).again(nextIngest()));
    }
    return repeated;
  }

  /** Events of an erased user that were ingested before, and come only now. */
  private List<Act> late(String user) {
    List<Act> late = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      late.add(play(user, item(), Signal.LIKE, INGEST));
    }
    return late;
  }

  /** Every item is played by somebody new, beside others; every user plays once more. */
  public List<Act> closing() {
    List<Act> plays = new ArrayList<>();
    List<String> items = items();
    for (int i = 0; i < items.size(); i++) {
      plays.add(play("closer-" + i % 9, items.get(i), Signal.LIKE));
    }
    for (int user = 0; user < USERS; user++) {
      plays.add(play("user-" + user, "track-0", Signal.LIKE));
    }
    return plays;
  }

  private Play play(String user, String item, Signal signal) {
    return play(user, item, signal, nextIngest());
  }

  private Play play(String user, String item, Signal signal, long ingestedAt) {
    // No two events at one time: no two neighbors weigh the same.
    long occurredAt = CLOCK - 1_000L * (1 + random.nextInt(SPAN_SECONDS)) + sent++ % 1_000;
    Play play = new Play("e" + sent, user, item, type(item), signal, occurredAt, ingestedAt);
    played.add(play);
    return play;
  }

  private String item() {
    return random.nextInt(6) == 0 ? "track-0" : items().get(random.nextInt(items().size()));
  }

  private static List<String> items() {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      items.add("track-" + i);
    }
    for (int i = 0; i < 8; i++) {
      items.add("podcast-" + i);
    }
    for (int i = 0; i < 4; i++) {
      items.add("audiobook-" + i);
    }
    return items;
  }

  private static String type(String item) {
    return item.substring(0, item.indexOf('-'));
  }

  private long nextIngest() {
    return INGEST + ++sent;
  }
}
