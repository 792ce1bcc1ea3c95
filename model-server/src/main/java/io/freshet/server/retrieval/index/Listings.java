package io.freshet.server.retrieval.index;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Items by attribute value and by day of release, so that a filter which accepts few items is
 * answered by scoring just these.
 *
 * <p>Invariant: a list that is handed out holds every item of its value. Bounds: {@link
 * Listing#CROWD} items in one list, {@value #MAX_VALUES} values; once these are reached no new
 * value is listed, and one that nobody has can no longer be told from one that is not listed. One
 * writer, any number of readers.
 */
final class Listings {
  private static final int MAX_VALUES = 1_000_000;
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final Map<Attribute, Listing> byAttribute = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, Listing> byReleaseDay = new ConcurrentSkipListMap<>();
  private volatile boolean full;

  /**
   * Lists the item under its values of now. Values that stay are left alone, so that no reader
   * misses it meanwhile.
   */
  void replace(String id, ItemAttributes earlier, ItemAttributes now) {
    Set<Attribute> before = listed(earlier);
    Set<Attribute> after = listed(now);
    after.stream().filter(it -> !before.contains(it)).forEach(it -> add(id, it));
    before.stream().filter(it -> !after.contains(it)).forEach(it -> remove(id, byAttribute, it));
    Long dayBefore = releaseDay(earlier);
    Long dayNow = releaseDay(now);
    if (dayNow != null && !dayNow.equals(dayBefore)) {
      byReleaseDay.computeIfAbsent(dayNow, it -> new Listing()).add(id);
    }
    if (dayBefore != null && !dayBefore.equals(dayNow)) {
      remove(id, byReleaseDay, dayBefore);
    }
  }

  /** Every item of the value; empty when they are too many, or not listed. */
  Optional<Set<String>> having(Attribute attribute) {
    Listing listing = byAttribute.get(attribute);
    if (listing == null) {
      return full ? Optional.empty() : Optional.of(Set.of());
    }
    return listing.ids();
  }

  /** Every item released from the first to the last day; empty when they are too many. */
  Optional<Set<String>> releasedOn(long firstDay, long lastDay) {
    Set<String> all = new HashSet<>();
    if (firstDay > lastDay) {
      return Optional.of(all);
    }
    for (Listing day : byReleaseDay.subMap(firstDay, true, lastDay, true).values()) {
      Optional<Set<String>> ids = day.ids();
      if (ids.isEmpty() || all.size() + ids.get().size() > Listing.CROWD) {
        return Optional.empty();
      }
      all.addAll(ids.get());
    }
    return Optional.of(all);
  }

  private void add(String id, Attribute attribute) {
    full |= byAttribute.size() >= MAX_VALUES;
    Listing listing =
        full
            ? byAttribute.get(attribute)
            : byAttribute.computeIfAbsent(attribute, it -> new Listing());
    if (listing != null) {
      listing.add(id);
    }
  }

  private static <K> void remove(String id, Map<K, Listing> listings, K key) {
    listings.computeIfPresent(key, (it, listing) -> without(listing, id));
  }

  private static @Nullable Listing without(Listing listing, String id) {
    listing.remove(id);
    return listing.isEmpty() ? null : listing;
  }

  private static Set<Attribute> listed(ItemAttributes attributes) {
    Set<Attribute> listed = new HashSet<>();
    attributes.creators().forEach(it -> listed.add(new Attribute(Attribute.CREATOR, it)));
    attributes.genres().forEach(it -> listed.add(new Attribute(Attribute.GENRE, it)));
    attributes
        .others()
        .forEach((name, value) -> listed.add(new Attribute(Attribute.OTHER + name, value)));
    return listed;
  }

  private static @Nullable Long releaseDay(ItemAttributes attributes) {
    Instant releasedAt = attributes.releasedAt();
    return releasedAt == null ? null : Math.floorDiv(releasedAt.toEpochMilli(), DAY_MILLIS);
  }
}
