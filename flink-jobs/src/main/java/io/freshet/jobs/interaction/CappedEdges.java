package io.freshet.jobs.interaction;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.EdgeUpdate;
import java.util.function.Consumer;

/**
 * Hands on the edge updates of the pairs that one event makes, both directions of each, as far as
 * its user may still add weight to the item of a direction today.
 */
final class CappedEdges {
  private final ItemWeights added;
  private final double limit;
  private final double damping;
  private final int users;
  private final long ingestedAtMillis;
  private final Consumer<EdgeUpdate> out;
  private int cut;

  /**
   * Of one event.
   *
   * @param activity of its user, the event counted
   * @param users the user's bit
   * @param ingestedAtMillis when it arrived
   */
  CappedEdges(
      Activity activity,
      CapConfig caps,
      int users,
      long ingestedAtMillis,
      Consumer<EdgeUpdate> out) {
    this.added = activity.added();
    this.limit = caps.maxItemWeight();
    this.damping = caps.damping(activity.eventsOfDay);
    this.users = users;
    this.ingestedAtMillis = ingestedAtMillis;
    this.out = requireNonNull(out, "out is null");
  }

  /** Adds a pair of which no more than a part may be kept. */
  void add(PastInteraction one, PastInteraction other, double weight, double kept) {
    double wanted = weight * damping;
    long atMillis = Math.max(one.occurredAtMillis(), other.occurredAtMillis());
    direct(one, other, wanted, wanted * kept, atMillis);
    direct(other, one, wanted, wanted * kept, atMillis);
  }

  /** Directions that lost weight to a cap, or all of it. */
  int cut() {
    return cut;
  }

  private void direct(
      PastInteraction item, PastInteraction neighbor, double wanted, double most, long atMillis) {
    double weight = added.add(item.itemId().hashCode(), most, limit);
    if (weight < wanted) {
      cut++;
    }
    if (weight > 0) {
      out.accept(
          new EdgeUpdate(
              item.itemId(),
              item.itemType(),
              neighbor.itemId(),
              neighbor.itemType(),
              weight,
              atMillis,
              users,
              ingestedAtMillis));
    }
  }
}
