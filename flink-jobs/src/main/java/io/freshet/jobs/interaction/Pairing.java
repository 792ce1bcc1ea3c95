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
 * Each is made once, when the second of the two arrives, with the weight {@code s_i * s_j *
 * 2^(-|t_i - t_j| / halfLife)} as of the later of the two. Pairs of one session have it at once;
 * others have a part of it, and get the rest when an event arrives that joins their two sessions.
 * More events only ever join sessions, so nothing has to be taken back, and any order of arrival
 * yields the same weights, while the history holds every event of the window and no cap of {@link
 * CapConfig} is reached.
 *
 * <p>Cost: a few passes over the history. Joining two sessions takes a look at each pair across
 * them that is no further apart in the history than one event may have pairs; each pair is joined
 * once.
 */
final class Pairing {
  private static final long USER_SEED = 0x75736572L;

  private final long windowMillis;
  private final long kernelHalfLifeMillis;
  private final long gapMillis;
  private final double acrossSessions;
  private final CapConfig caps;

  Pairing(InteractionConfig config) {
    requireNonNull(config, "config is null");
    windowMillis = config.pairWindow().toMillis();
    kernelHalfLifeMillis = config.kernelHalfLife().toMillis();
    gapMillis = config.sessionGap().isZero() ? Session.NO_GAP : config.sessionGap().toMillis();
    acrossSessions = config.acrossSessions();
    caps = config.caps();
  }

  /**
   * Gives the edge updates of all pairs that the new interaction makes, both directions of each.
   *
   * @param history of the user, without the new interaction, but with its event counted
   * @param users the user's bit
   * @param ingestedAtMillis when the new interaction's event arrived
   * @return how many directions lost weight to a cap
   */
  int pair(
      PastInteraction fresh,
      History history,
      int users,
      long ingestedAtMillis,
      Consumer<EdgeUpdate> out) {
    List<PastInteraction> past = history.interactions();
    int position = history.position(fresh);
    Session session = Session.of(past, position, fresh.occurredAtMillis(), gapMillis);
    Repeats repeats = new Repeats(caps.pairCap(), past, fresh);
    CappedEdges edges = new CappedEdges(history.activity(), caps, users, ingestedAtMillis, out);
    if (session.joins()) {
      join(past, session, repeats, edges);
    }
    pairNearest(fresh, past, session, repeats, edges);
    return edges.cut();
  }

  /** The nearest in time first; of two as near, the older. */
  private void pairNearest(
      PastInteraction fresh,
      List<PastInteraction> past,
      Session session,
      Repeats repeats,
      CappedEdges edges) {
    int older = session.position() - 1;
    int newer = session.position();
    int pairs = 0;
    while (pairs < caps.maxPairsPerEvent() && (older >= 0 || newer < past.size())) {
      boolean backwards =
          newer == past.size() || (older >= 0 && isOlderNearer(fresh, past, older, newer));
      int place = backwards ? older-- : newer++;
      PastInteraction other = past.get(place);
      double weight = weight(fresh, other);
      weight *= session.contains(place) ? 1 : acrossSessions;
      if (weight > 0) {
        edges.add(fresh, other, weight, repeats.kept(other));
        pairs++;
      }
    }
  }

  /** The bit by which the user is told apart from others. */
  static int userBit(String userId) {
    return 1 << (MurmurHash3.hash(userId.getBytes(UTF_8), USER_SEED)[0] % Integer.SIZE);
  }

  private static boolean isOlderNearer(
      PastInteraction fresh, List<PastInteraction> past, int older, int newer) {
    return fresh.occurredAtMillis() - past.get(older).occurredAtMillis()
        <= past.get(newer).occurredAtMillis() - fresh.occurredAtMillis();
  }

  /** What pairs of the two sessions lack to the weight of one. */
  private void join(
      List<PastInteraction> past, Session session, Repeats repeats, CappedEdges edges) {
    for (int i = session.from(); i < session.position(); i++) {
      int end = Math.min(session.to(), i + caps.maxPairsPerEvent() + 1);
      for (int j = session.position(); j < end; j++) {
        PastInteraction one = past.get(i);
        PastInteraction other = past.get(j);
        double weight = weight(one, other) * (1 - acrossSessions);
        if (weight > 0) {
          edges.add(one, other, weight, repeats.inFull(one, other) ? 1 : 0);
        }
      }
    }
  }

  /** Weight of two interactions of one session; 0 when they make no pair. */
  private double weight(PastInteraction one, PastInteraction other) {
    long distanceMillis = Math.abs(one.occurredAtMillis() - other.occurredAtMillis());
    return distanceMillis > windowMillis || one.itemId().equals(other.itemId())
        ? 0
        : one.strength() * other.strength() * kernel(distanceMillis);
  }

  private double kernel(long distanceMillis) {
    return kernelHalfLifeMillis == 0
        ? 1
        : Math.pow(2, -distanceMillis / (double) kernelHalfLifeMillis);
  }
}
