package io.freshet.jobs.interaction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is remembered of one user: the newest interactions by time of occurrence, the ids of further
 * events, what the user did today, and what was published.
 *
 * <p>Mutable, one owner, one thread. Bounds: {@code limit} interactions, twice {@code recentIds}
 * ids, and the items of a day.
 */
final class History {
  static final long NEVER = Long.MIN_VALUE;

  private final List<PastInteraction> interactions = new ArrayList<>();
  private final RecentIds recentIds = new RecentIds();
  private final Activity activity = new Activity();

  /** Ids of the interactions, those in {@link #recentIds}, and some forgotten since. */
  private LongSet known = new LongSet();

  long version;
  long publishedAtMillis = NEVER;
  long timerAtMillis = NEVER;

  /** Ingest time of the newest erasure: what was ingested up to it is not to be known. */
  long erasedAtMillis = NEVER;

  /** Oldest first. */
  List<PastInteraction> interactions() {
    return Collections.unmodifiableList(interactions);
  }

  /** Hashes of events that are not, or no longer, among the interactions. */
  RecentIds recentIds() {
    return recentIds;
  }

  /** What the user did in the newest day. */
  Activity activity() {
    return activity;
  }

  /** True when the event was seen before, as far back as the bounds reach. */
  boolean contains(long eventHash) {
    return known.contains(eventHash);
  }

  /** Where a new interaction comes to stand among the others. */
  int position(PastInteraction fresh) {
    int found = Collections.binarySearch(interactions, fresh, PastInteraction.BY_TIME);
    return found < 0 ? -found - 1 : found;
  }

  /** Adds an interaction in its place. */
  void add(PastInteraction interaction) {
    interactions.add(position(interaction), interaction);
    known.add(interaction.eventHash());
  }

  /** Takes the oldest interactions beyond the limit away; their ids stay. */
  void trim(long clockMillis, InteractionConfig config) {
    while (interactions.size() > config.history()) {
      remember(interactions.remove(0).eventHash(), clockMillis, config);
    }
  }

  /** Remembers the id of an event that is not kept as an interaction. */
  void remember(long eventHash, long clockMillis, InteractionConfig config) {
    if (recentIds.isFull(config.recentIds(), clockMillis, config.idRetention().toMillis())) {
      recentIds.rotate();
      index();
    }
    recentIds.add(eventHash, clockMillis);
    known.add(eventHash);
  }

  /** Whether what was ingested then has been erased, though it may arrive only now. */
  boolean isErased(long ingestedAtMillis) {
    return ingestedAtMillis <= erasedAtMillis;
  }

  /**
   * Forgets what was ingested up to a time, and whatever has no such time: the ids of further
   * events, what was done today.
   */
  void erase(long ingestedAtMillis) {
    erasedAtMillis = ingestedAtMillis;
    interactions.removeIf(interaction -> isErased(interaction.ingestedAtMillis()));
    recentIds.clear();
    activity.clear();
    publishedAtMillis = NEVER;
    index();
  }

  /** Forgets the interactions before a time. Their events would be refused as too old. */
  void forgetBefore(long millis) {
    int old = 0;
    while (old < interactions.size() && interactions.get(old).occurredAtMillis() < millis) {
      old++;
    }
    if (old > 0) {
      interactions.subList(0, old).clear();
      index();
    }
  }

  /** Makes known what is remembered, and nothing else. */
  void index() {
    known = new LongSet();
    for (PastInteraction interaction : interactions) {
      known.add(interaction.eventHash());
    }
    for (long id : recentIds.older()) {
      known.add(id);
    }
    for (long id : recentIds.newer()) {
      known.add(id);
    }
  }
}
