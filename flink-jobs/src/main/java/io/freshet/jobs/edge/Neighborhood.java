package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.decay.ForwardDecay;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Relation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Everything remembered of one item: candidates per neighbor type, what was published and when, and
 * what waits to be. Mutable, one owner, one thread.
 */
final class Neighborhood {
  /** A time that has not come. */
  static final long NEVER = Long.MIN_VALUE;

  /** Where neighbors go whose type is one too many. */
  static final String OTHER_TYPE = "other";

  static final int MAX_TYPES = 16;

  private final Shown shown;
  private final TreeMap<String, Candidates> byType = new TreeMap<>();

  /** Type of the item, empty until its first edge update. */
  String itemType = "";

  /** Newest time of a weight. */
  long asOfMillis = NEVER;

  /** Version last used, of a tombstone too. */
  long version;

  /** When the item was last published, and last looked at, by the wall clock. */
  long publishedAtMillis = NEVER;

  long touchedAtMillis = NEVER;

  /** Since when a change waits to be published, by the wall clock. */
  long pendingSinceMillis = NEVER;

  /**
   * Ingest time of the oldest event since the item was last within epsilon of what is published:
   * the events before were held back on purpose, and do not wait.
   */
  long oldestPendingEventMillis = NEVER;

  /** When the item's timer fires. */
  long timerAtMillis = NEVER;

  /** A neighbor that was taken down is still in what is published. Not in state: shown at once. */
  boolean showsTakenDown;

  Neighborhood(Shown shown) {
    this.shown = shown;
  }

  Map<String, Candidates> byType() {
    return byType;
  }

  /**
   * Adds the weights of the neighbors that a test admits. Nothing is evicted before {@link #evict}.
   *
   * @return false when none was admitted, and nothing has changed
   */
  boolean add(EdgeChanges changes, ItemIds ids, Decays decays, Predicate<ItemId> admitted) {
    WeightsReader reader = new WeightsReader(changes.weights(), ids);
    SlotWeights slot = null;
    while (reader.hasNext()) {
      ItemId neighborId = reader.neighbor();
      double weight = reader.weight();
      int users = reader.users();
      if (admitted.test(neighborId)) {
        slot = slot == null ? open(changes, decays) : slot;
        slot.add(neighborId, weight, users);
      }
    }
    return slot != null;
  }

  private SlotWeights open(EdgeChanges changes, Decays decays) {
    itemType = changes.itemType();
    asOfMillis = Math.max(asOfMillis, changes.asOfMillis());
    if (oldestPendingEventMillis == NEVER
        || changes.ingestedAtMillis() < oldestPendingEventMillis) {
      oldestPendingEventMillis = changes.ingestedAtMillis();
    }
    String neighborType = slot(changes.neighborType());
    ForwardDecay own = decays.of(changes.neighborType());
    ForwardDecay kept = decays.of(neighborType);
    Candidates candidates =
        byType.computeIfAbsent(
            neighborType, type -> new Candidates(shown, SlotWeights.landmark(changes, own, kept)));
    return new SlotWeights(changes, own, kept, candidates);
  }

  /** Lets evicted neighbors, named by the hashes of their ids, start from zero. */
  void forgetEvicted(IntPredicate unwanted) {
    byType.values().forEach(candidates -> candidates.evicted().forgetIf(unwanted));
  }

  /** What has come so far is within epsilon, so none of it waits to be shown. */
  void holdBack() {
    oldestPendingEventMillis = NEVER;
  }

  void evict(int limit) {
    byType.values().forEach(candidates -> candidates.evict(limit));
  }

  /** Drops the neighbors that an id test names; true when there was one. */
  boolean dropIf(Predicate<String> unwanted) {
    boolean dropped = false;
    for (Candidates candidates : byType.values()) {
      float lostBefore = candidates.lostShare();
      dropped |= candidates.dropIf(unwanted);
      showsTakenDown |= candidates.lostShare() > lostBefore;
    }
    return dropped;
  }

  /** Largest drift of a neighbor type. */
  double drift() {
    double largest = 0;
    for (Candidates candidates : byType.values()) {
      largest = Math.max(largest, candidates.drift());
    }
    return largest;
  }

  /** True when the drift of a neighbor type is larger than this. */
  boolean driftsBeyond(double epsilon) {
    for (Candidates candidates : byType.values()) {
      if (candidates.driftsBeyond(epsilon)) {
        return true;
      }
    }
    return false;
  }

  /** The record to publish now; from here on its shares are the published ones. */
  ItemNeighborhood publish(String itemId, Decays decays, long nowMillis, long newVersion) {
    List<Relation> relations = new ArrayList<>(byType.size());
    for (Iterator<Map.Entry<String, Candidates>> types = byType.entrySet().iterator();
        types.hasNext(); ) {
      Map.Entry<String, Candidates> entry = types.next();
      String type = entry.getKey();
      Relation relation = entry.getValue().publish(type, asOfMillis, decays.of(type));
      if (!relation.getNeighbors().isEmpty()) {
        relations.add(relation);
      } else if (entry.getValue().areNone()) {
        // Not while there are some that are not shown: too few users yet, or evicted.
        types.remove();
      }
    }
    @SuppressWarnings("NullAway") // the field is optional in the schema
    ItemNeighborhood record =
        new ItemNeighborhood(
            itemId,
            itemType,
            newVersion,
            Instant.ofEpochMilli(asOfMillis),
            oldestPendingEventMillis == NEVER
                ? null
                : Instant.ofEpochMilli(oldestPendingEventMillis),
            relations);
    version = newVersion;
    publishedAtMillis = nowMillis;
    pendingSinceMillis = NEVER;
    oldestPendingEventMillis = NEVER;
    showsTakenDown = false;
    return record;
  }

  /** What is left of an item that was taken down: its version, so that none is used twice. */
  static Neighborhood takenDown(Shown shown, long version) {
    Neighborhood empty = new Neighborhood(shown);
    empty.version = version;
    return empty;
  }

  /**
   * The type under which neighbors of a type are kept. The first fifteen types that an item meets
   * have their own place; the sixteenth place is for all the rest.
   */
  private String slot(String neighborType) {
    requireNonNull(neighborType, "neighborType is null");
    if (byType.containsKey(neighborType)) {
      return neighborType;
    }
    int named = byType.size() - (byType.containsKey(OTHER_TYPE) ? 1 : 0);
    return named < MAX_TYPES - 1 ? neighborType : OTHER_TYPE;
  }
}
