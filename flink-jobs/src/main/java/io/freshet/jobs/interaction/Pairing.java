package io.freshet.jobs.interaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.EdgeUpdate;
import java.util.List;
import java.util.function.Consumer;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * Pairs a new interaction with the past ones.
 *
 * <p>A pair is an unordered set of two events about different items, at most the pair window apart.
 * Each is made once, when the second of the two arrives. Its weight {@code s_i * s_j * 2^(-|t_i -
 * t_j| / halfLife)} and its time, the later of the two, do not depend on which came first: while
 * the history holds every event of the window, any order of arrival yields the same edge updates.
 * Cost: one pass over the history.
 */
final class Pairing {
  private static final long USER_SEED = 0x75736572L;

  private final long windowMillis;
  private final long kernelHalfLifeMillis;

  Pairing(InteractionConfig config) {
    requireNonNull(config, "config is null");
    windowMillis = config.pairWindow().toMillis();
    kernelHalfLifeMillis = config.kernelHalfLife().toMillis();
  }

  /**
   * Gives the edge updates of all pairs of the new interaction, both directions of each.
   *
   * @param users the user's bit
   * @param ingestedAtMillis when the new interaction's event arrived
   */
  void pair(
      PastInteraction fresh,
      List<PastInteraction> history,
      int users,
      long ingestedAtMillis,
      Consumer<EdgeUpdate> out) {
    for (PastInteraction past : history) {
      long distanceMillis = Math.abs(fresh.occurredAtMillis() - past.occurredAtMillis());
      if (distanceMillis > windowMillis || past.itemId().equals(fresh.itemId())) {
        continue;
      }
      double weight = fresh.strength() * past.strength() * kernel(distanceMillis);
      if (weight > 0) {
        long atMillis = Math.max(fresh.occurredAtMillis(), past.occurredAtMillis());
        out.accept(edge(fresh, past, weight, atMillis, users, ingestedAtMillis));
        out.accept(edge(past, fresh, weight, atMillis, users, ingestedAtMillis));
      }
    }
  }

  /** The bit by which the user is told apart from others. */
  static int userBit(String userId) {
    return 1 << (MurmurHash3.hash(userId.getBytes(UTF_8), USER_SEED)[0] % Integer.SIZE);
  }

  private double kernel(long distanceMillis) {
    return kernelHalfLifeMillis == 0
        ? 1
        : Math.pow(2, -distanceMillis / (double) kernelHalfLifeMillis);
  }

  private static EdgeUpdate edge(
      PastInteraction item,
      PastInteraction neighbor,
      double weight,
      long atMillis,
      int users,
      long ingestedAtMillis) {
    return new EdgeUpdate(
        item.itemId(),
        item.itemType(),
        neighbor.itemId(),
        neighbor.itemType(),
        weight,
        atMillis,
        users,
        ingestedAtMillis);
  }
}
