package io.freshet.jobs.layer;

import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.SubscriptionChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has to change in an item's subscriptions for a new neighborhood to replace the old one. An
 * edge is a (source, relation type): a neighbor that changes type ends one edge and begins another.
 */
final class NeighborhoodDiff {
  /** One edge of an item. */
  record Edge(String source, String relationType) {}

  private NeighborhoodDiff() {}

  /** The changes, in no meaningful order; empty when only the version grew. */
  static List<SubscriptionChange> between(
      @Nullable NeighborhoodUpdate held, NeighborhoodUpdate next) {
    Map<Edge, Float> ended = held == null ? new LinkedHashMap<>() : shares(held.neighbors());
    List<SubscriptionChange> changes = new ArrayList<>();
    shares(next.neighbors())
        .forEach(
            (edge, share) -> {
              Float before = ended.remove(edge);
              if (before == null || before.floatValue() != share.floatValue()) {
                changes.add(change(edge, share, next));
              }
            });
    ended.keySet().forEach(edge -> changes.add(change(edge, 0, next)));
    return changes;
  }

  /** Shares by edge; a neighbor listed twice counts with the sum. */
  static Map<Edge, Float> shares(List<NeighborShare> neighbors) {
    Map<Edge, Float> shares = new LinkedHashMap<>();
    for (NeighborShare neighbor : neighbors) {
      if (neighbor.share() > 0) {
        shares.merge(
            new Edge(neighbor.source(), neighbor.relationType()), neighbor.share(), Float::sum);
      }
    }
    return shares;
  }

  private static SubscriptionChange change(Edge edge, float share, NeighborhoodUpdate next) {
    return new SubscriptionChange(
        edge.source(),
        next.item(),
        edge.relationType(),
        share,
        next.version(),
        next.round(),
        next.oldestEventAt());
  }
}
