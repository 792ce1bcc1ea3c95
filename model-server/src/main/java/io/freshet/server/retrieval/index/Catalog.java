package io.freshet.server.retrieval.index;

import java.lang.ref.WeakReference;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The catalogue: an entry per item that may be shown, by id, and lists of items by rare attribute
 * values. Thread-safe: readers never wait, writers exclude one another.
 */
public final class Catalog {
  private final VersionedStore<CatalogEntry> entries;
  private final Listings listings = new Listings();
  private final List<WeakReference<Consumer<String>>> watchers = new CopyOnWriteArrayList<>();

  /** An empty catalogue; the clock tells how old a tombstone is. */
  public Catalog(StoreLimits limits, InstantSource clock) {
    this.entries = new VersionedStore<>(limits, clock);
  }

  /**
   * Holds the entry under the id, in place of an earlier one.
   *
   * @throws StoreFullException when the id is new and the catalogue is full
   */
  public synchronized WriteOutcome put(String id, CatalogEntry entry, long version) {
    ItemAttributes earlier = attributes(id);
    WriteOutcome outcome = entries.put(id, entry, version);
    if (outcome == WriteOutcome.UPDATED) {
      listings.replace(id, earlier, entry.attributes());
      tell(id);
    }
    return outcome;
  }

  /** Forgets the entry and remembers that this version deleted it. */
  public synchronized WriteOutcome delete(String id, long version) {
    ItemAttributes earlier = attributes(id);
    WriteOutcome outcome = entries.delete(id, version);
    if (outcome == WriteOutcome.UPDATED) {
      listings.replace(id, earlier, ItemAttributes.NONE);
    }
    return outcome;
  }

  /** The entry held under the id. */
  public Optional<CatalogEntry> find(String id) {
    return entries.find(id);
  }

  /** Whether an entry is held under the id. */
  public boolean contains(String id) {
    return entries.contains(id);
  }

  /** Shows every id and entry, in no order; writes meanwhile may or may not be seen. */
  public void forEach(BiConsumer<String, CatalogEntry> visitor) {
    entries.forEach(visitor);
  }

  /** Number of entries held. */
  public int size() {
    return entries.size();
  }

  /**
   * All items with the attribute value. Writes meanwhile may or may not be seen.
   *
   * @return empty when they are too many to be listed
   */
  public Optional<Set<String>> having(Attribute attribute) {
    return listings.having(attribute);
  }

  /**
   * All items released on the days from the first to the last, and perhaps some more.
   *
   * @param firstDay days since 1970, UTC
   * @return empty when they are too many to be listed
   */
  public Optional<Set<String>> releasedOn(long firstDay, long lastDay) {
    return listings.releasedOn(firstDay, lastDay);
  }

  /**
   * Tells of every id whose entry was written, after the write, for as long as the watcher lives.
   */
  void watch(Consumer<String> watcher) {
    watchers.removeIf(it -> it.get() == null);
    watchers.add(new WeakReference<>(watcher));
  }

  private ItemAttributes attributes(String id) {
    return entries.find(id).map(CatalogEntry::attributes).orElse(ItemAttributes.NONE);
  }

  private void tell(String id) {
    for (WeakReference<Consumer<String>> reference : watchers) {
      Consumer<String> watcher = reference.get();
      if (watcher != null) {
        watcher.accept(id);
      }
    }
  }
}
