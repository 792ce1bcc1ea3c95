package io.freshet.server.training.tower;

import io.freshet.server.evaluation.RankingTask;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.UserTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A world of planted taste: every user likes the items of one topic, of which a few are met over
 * time; nine in ten events are of the topic. Texts are noise, so that only events tell topics.
 */
final class TasteWorld {
  static final int TEXT = 64;
  static final List<String> TYPES = List.of("podcast", "track");

  private static final long HOUR = 3_600_000;

  private final Random random;
  private final int users;
  private final int items;
  private final int topics;
  private final int events;
  private final int strayOneIn;
  private final ItemTable table;

  TasteWorld(long seed, int users, int items, int topics, int events) {
    this(seed, users, items, topics, events, 10);
  }

  /**
   * A world of users less true to their taste.
   *
   * @param strayOneIn of so many events one is of any topic
   */
  TasteWorld(long seed, int users, int items, int topics, int events, int strayOneIn) {
    random = new Random(seed);
    this.users = users;
    this.items = items;
    this.topics = topics;
    this.events = events;
    this.strayOneIn = strayOneIn;
    float[][] text = new float[items][TEXT];
    for (float[] row : text) {
      for (int k = 0; k < TEXT; k++) {
        row[k] = (float) random.nextGaussian();
      }
    }
    table =
        new ItemTable(
            "noise",
            IntStream.range(0, items).mapToObj(item -> "item-" + item).toList(),
            TYPES,
            IntStream.range(0, items).map(item -> item / topics % 2).toArray(),
            text);
  }

  ItemTable table() {
    return table;
  }

  /** The same items, in two languages by turns; those from the 40th on in none. */
  ItemTable tableInLanguages() {
    return table.withLanguages(
        IntStream.range(0, items)
            .mapToObj(item -> item >= 40 ? "" : item % 2 == 0 ? "SV" : "en")
            .toList());
  }

  /** Events one hour apart; the topic of a user and of an item is its number modulo the topics. */
  EventLog log() {
    int[] who = new int[events];
    int[] what = new int[events];
    for (int event = 0; event < events; event++) {
      who[event] = random.nextInt(users);
      int topic = random.nextInt(strayOneIn) == 0 ? random.nextInt(topics) : who[event] % topics;
      what[event] = topic + topics * random.nextInt(items / topics);
    }
    return log(who, what);
  }

  /**
   * The log of users whose attributes say which topic they like, and something that says nothing.
   */
  EventLog withAttributes(EventLog log) {
    return log.withUsers(
        new UserTable(
            IntStream.range(0, users)
                .mapToObj(user -> List.of("likes=" + user % topics, "plan=" + user / topics % 2))
                .toList()));
  }

  /** The log with its items dealt out anew: popularity stays, taste is gone. */
  EventLog shuffled(EventLog log) {
    List<Integer> what = new ArrayList<>();
    int[] who = new int[log.size()];
    for (int event = 0; event < log.size(); event++) {
      what.add(log.item(event));
      who[event] = log.user(event);
    }
    Collections.shuffle(what, random);
    return log(who, what.stream().mapToInt(Integer::intValue).toArray());
  }

  /** What may be learnt from all but the last tenth of the events. */
  TrainingSet trainingSet(EventLog log, long seed) {
    long split = log.time(log.size() * 9 / 10);
    EventLog before = log.before(split);
    long validation = before.time(before.size() * 8 / 10);
    return new TrainingSet(
        table,
        before,
        split,
        () -> new PlainSnapshots(table, before),
        RankingTask.warm(before, items, validation, 1, 1),
        seed);
  }

  private EventLog log(int[] who, int[] what) {
    long[] times = new long[who.length];
    float[] strengths = new float[who.length];
    for (int event = 0; event < who.length; event++) {
      times[event] = 1_000_000_000_000L + event * HOUR;
      // Some events are weak signals.
      strengths[event] = event % 17 == 0 ? 0.25f : 1;
    }
    List<String> ids = IntStream.range(0, users).mapToObj(user -> "user-" + user).toList();
    return new EventLog(ids, who, what, times, strengths);
  }

  /** Small towers that train in seconds. */
  static TowerConfig config() {
    return new TowerConfig(
        new TowerConfig.Sizes(16, 2, 24, 16),
        new TowerConfig.Targets(4, 0.9, 0.5, 0.5, 1),
        new TowerConfig.Candidates(1, 15_000, 100),
        new TowerConfig.Schedule(1, 12, 12, 128, 1e-2, 1e-2, 12),
        new TowerConfig.Restraint(0.1, 0.1, 0.3),
        TowerConfig.Finish.KEEP_BEST,
        1L);
  }
}
