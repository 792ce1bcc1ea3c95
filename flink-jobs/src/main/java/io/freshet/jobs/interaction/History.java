package io.freshet.jobs.interaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * What is remembered of one user: the newest interactions by time of occurrence, the ids of further
 * events, a count for the daily cap, and what was published.
 *
 * <p>Mutable, one owner, one thread. Bounds: {@code limit} interactions, {@code recentIds} ids.
 */
final class History {
  static final long NEVER = Long.MIN_VALUE;

  private final List<PastInteraction> interactions = new ArrayList<>();
  private final Deque<Long> recentIds = new ArrayDeque<>();

  long cappedDay = NEVER;
  int eventsOfCappedDay;
  long version;
  long publishedAtMillis = NEVER;
  long timerAtMillis = NEVER;

  /** Ingest time of the newest erasure: what was ingested up to it is not to be known. */
  long erasedAtMillis = NEVER;

  /** Oldest first. */
  List<PastInteraction> interactions() {
    return Collections.unmodifiableList(interactions);
  }

  /** Hashes of events that are not, or no longer, among the interactions; oldest first. */
  Deque<Long> recentIds() {
    return recentIds;
  }

  /** True when the event was seen before, as far back as the bounds reach. */
  boolean contains(long eventHash) {
    for (PastInteraction interaction : interactions) {
      if (interaction.eventHash() == eventHash) {
        return true;
      }
    }
    return recentIds.contains(eventHash);
  }

  /**
   * Counts an event of the day against the cap. Only the newest day is counted: events of earlier
   * days come late, and few.
   *
   * @return false when the day is full
   */
  boolean admits(long day, int maxDailyEvents) {
    if (day > cappedDay) {
      cappedDay = day;
      eventsOfCappedDay = 0;
    }
    if (day < cappedDay) {
      return true;
    }
    eventsOfCappedDay = Math.min(eventsOfCappedDay, maxDailyEvents) + 1;
    return eventsOfCappedDay <= maxDailyEvents;
  }

  /** Adds an interaction in its place; over the limit, the oldest goes and leaves its id. */
  void add(PastInteraction interaction, int limit, int maxRecentIds) {
    int found = Collections.binarySearch(interactions, interaction, PastInteraction.BY_TIME);
    interactions.add(found < 0 ? -found - 1 : found, interaction);
    while (interactions.size() > limit) {
      remember(interactions.remove(0).eventHash(), maxRecentIds);
    }
  }

  /** Remembers the id of an event that is not kept as an interaction. */
  void remember(long eventHash, int maxRecentIds) {
    recentIds.addLast(eventHash);
    while (recentIds.size() > maxRecentIds) {
      recentIds.removeFirst();
    }
  }

  /** Whether what was ingested then has been erased, though it may arrive only now. */
  boolean isErased(long ingestedAtMillis) {
    return ingestedAtMillis <= erasedAtMillis;
  }

  /**
   * Forgets what was ingested up to a time, and whatever has no such time: the ids of further
   * events, the count of the day.
   */
  void erase(long ingestedAtMillis) {
    erasedAtMillis = ingestedAtMillis;
    interactions.removeIf(interaction -> isErased(interaction.ingestedAtMillis()));
    recentIds.clear();
    cappedDay = NEVER;
    eventsOfCappedDay = 0;
    publishedAtMillis = NEVER;
  }

  /** Forgets the interactions before a time. Their events would be refused as too old. */
  void forgetBefore(long millis) {
    int old = 0;
    while (old < interactions.size() && interactions.get(old).occurredAtMillis() < millis) {
      old++;
    }
    interactions.subList(0, old).clear();
  }
}
