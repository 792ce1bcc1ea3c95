package io.freshet.jobs.layer;

import io.freshet.jobs.layer.SubscribedNeighborhood.WeightedEdge;
import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.SubscriptionChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has to change in an item's subscriptions and scales for a new neighborhood to replace the
 * old one. An edge is a (source, relation type): a neighbor that changes type ends one edge and
 * begins another.
 *
 * @param after the neighborhood as told from now on
 * @param subscriptions what sources have to be told
 * @param scales what the item's aggregates have to be told
 */
record NeighborhoodDiff(
    SubscribedNeighborhood after,
    List<SubscriptionChange> subscriptions,
    List<AggregateChange> scales) {
  /** The changes, in no meaningful order; none when only the version grew. */
  static NeighborhoodDiff between(
      @Nullable SubscribedNeighborhood before, NeighborhoodUpdate next) {
    Map<String, Map<String, Float>> told = weights(before);
    NeighborhoodDiff diff =
        new NeighborhoodDiff(
            new SubscribedNeighborhood(next.version(), new HashMap<>(), new ArrayList<>()),
            new ArrayList<>(),
            new ArrayList<>());
    shares(next.neighbors())
        .forEach(
            (type, shares) -> {
              Map<String, Float> weights = told.remove(type);
              diff.replace(next, type, weights == null ? Map.of() : weights, shares, before);
            });
    told.forEach((type, weights) -> diff.end(next, type, weights));
    return diff;
  }

  private void replace(
      NeighborhoodUpdate next,
      String type,
      Map<String, Float> weights,
      Map<String, Float> shares,
      @Nullable SubscribedNeighborhood before) {
    double scale = ScaleFit.of(quotients(weights, shares));
    Double scaleBefore = before == null ? null : before.scales().get(type);
    if (scaleBefore == null || scaleBefore != scale) {
      scales.add(
          AggregateChange.scale(next.item(), type, scale, next.round(), next.oldestEventAt()));
    }
    after.scales().put(type, scale);
    shares.forEach(
        (source, share) -> {
          Float told = weights.get(source);
          if (told != null && ScaleFit.agree(told, share, scale)) {
            after.edges().add(new WeightedEdge(source, type, told));
            return;
          }
          float weight = (float) (share * scale);
          after.edges().add(new WeightedEdge(source, type, weight));
          subscriptions.add(change(next, source, type, weight));
        });
    weights.forEach(
        (source, weight) -> {
          if (!shares.containsKey(source)) {
            subscriptions.add(change(next, source, type, 0));
          }
        });
  }

  private void end(NeighborhoodUpdate next, String type, Map<String, Float> weights) {
    scales.add(AggregateChange.scale(next.item(), type, 0, next.round(), next.oldestEventAt()));
    weights.keySet().forEach(source -> subscriptions.add(change(next, source, type, 0)));
  }

  private static double[] quotients(Map<String, Float> weights, Map<String, Float> shares) {
    double[] quotients = new double[shares.size()];
    int count = 0;
    for (Map.Entry<String, Float> edge : shares.entrySet()) {
      Float told = weights.get(edge.getKey());
      if (told != null) {
        quotients[count++] = (double) told / edge.getValue();
      }
    }
    return Arrays.copyOf(quotients, count);
  }

  private static Map<String, Map<String, Float>> weights(@Nullable SubscribedNeighborhood before) {
    Map<String, Map<String, Float>> weights = new LinkedHashMap<>();
    if (before != null) {
      for (WeightedEdge edge : before.edges()) {
        weights
            .computeIfAbsent(edge.relationType(), type -> new LinkedHashMap<>())
            .put(edge.source(), edge.weight());
      }
    }
    return weights;
  }

  /** Relation type to shares by source; a neighbor listed twice counts with the sum. */
  private static Map<String, Map<String, Float>> shares(List<NeighborShare> neighbors) {
    Map<String, Map<String, Float>> shares = new LinkedHashMap<>();
    for (NeighborShare neighbor : neighbors) {
      if (neighbor.share() > 0) {
        shares
            .computeIfAbsent(neighbor.relationType(), type -> new LinkedHashMap<>())
            .merge(neighbor.source(), neighbor.share(), Float::sum);
      }
    }
    return shares;
  }

  private static SubscriptionChange change(
      NeighborhoodUpdate next, String source, String type, float weight) {
    return new SubscriptionChange(
        source, next.item(), type, weight, next.version(), next.round(), next.oldestEventAt());
  }
}
