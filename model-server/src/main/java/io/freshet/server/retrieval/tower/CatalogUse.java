package io.freshet.server.retrieval.tower;

import io.freshet.server.model.PopularityFeatures;
import io.freshet.server.retrieval.index.Popularity;
import io.freshet.server.retrieval.index.VersionedStore;
import io.freshet.server.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How much the items of the catalogue are used on average, and with it the {@link
 * PopularityFeatures} of an item as training computes them. Immutable.
 *
 * <p>Now is the time of the newest interaction that the statistics know: recorded data of years ago
 * give the features that they gave in training, and a quiet hour changes nothing. An item's own
 * statistics may be newer than the means; these are decayed to them.
 */
final class CatalogUse {
  private static final double SECONDS_PER_DAY = 86_400;

  /** Less than this is nothing: no sum of interactions of this century decays so far. */
  private static final double LEAST_MEAN = 1e-100;

  /** Nothing is known of any item. */
  static final CatalogUse NONE = new CatalogUse(Instant.EPOCH, new double[Snapshot.halfLives()]);

  private final Instant asOf;
  private final double[] means;

  private CatalogUse(Instant asOf, double[] means) {
    this.asOf = asOf;
    this.means = means;
  }

  /** The use of all items that the store knows; scans it. */
  static CatalogUse of(VersionedStore<Popularity> store) {
    Instant[] newest = {Instant.EPOCH};
    store.forEach((id, popularity) -> newest[0] = later(newest[0], popularity.asOf()));
    Instant asOf = newest[0];
    double[] sums = new double[Snapshot.halfLives()];
    int[] used = new int[sums.length];
    store.forEach(
        (id, popularity) -> {
          double[] counts = counts(popularity, asOf);
          for (int k = 0; k < counts.length; k++) {
            sums[k] += counts[k];
            used[k] += counts[k] > 0 ? 1 : 0;
          }
        });
    for (int k = 0; k < sums.length; k++) {
      sums[k] = used[k] == 0 ? 0 : sums[k] / used[k];
    }
    return new CatalogUse(asOf, sums);
  }

  /** Features of an item, zeros where nothing is known of it. */
  float[] features(Optional<Popularity> known) {
    float[] features = new float[PopularityFeatures.COUNT];
    if (known.isPresent() && known.get().total() > 0) {
      Popularity item = known.get();
      Instant now = later(asOf, item.asOf());
      double[] meansNow = means.clone();
      for (int k = 0; k < meansNow.length; k++) {
        meansNow[k] *= decay(k, asOf, now);
        meansNow[k] = meansNow[k] < LEAST_MEAN ? 0 : meansNow[k];
      }
      double age = Duration.between(item.firstSeen(), now).toMillis() / 1e3;
      new PopularityFeatures(meansNow).write(counts(item, now), age, features, 0);
    }
    return features;
  }

  private static double[] counts(Popularity item, Instant now) {
    double[] counts = {item.count(), item.count14Days(), item.count60Days(), item.total()};
    for (int k = 0; k < counts.length; k++) {
      counts[k] *= decay(k, item.asOf(), now);
    }
    return counts;
  }

  private static double decay(int halfLife, Instant from, Instant to) {
    double days = Duration.between(from, to).toMillis() / 1e3 / SECONDS_PER_DAY;
    return Math.pow(2, -days / Snapshot.halfLifeDays(halfLife));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }
}
