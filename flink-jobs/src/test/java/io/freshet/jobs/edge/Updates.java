package io.freshet.jobs.edge;

import io.freshet.jobs.record.EdgeUpdate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Adds edge updates to a neighborhood the way the job does: summed, as bytes. */
final class Updates {
  private static final ItemIds IDS = new ItemIds();

  private Updates() {}

  /** Adds them in as few bundles as their times allow; true when something has changed. */
  static boolean add(Neighborhood item, List<EdgeUpdate> updates, EdgeConfig config) {
    AtomicBoolean changed = new AtomicBoolean();
    EdgeSums sums = new EdgeSums(config);
    Decays decays = new Decays(config);
    for (EdgeUpdate update : updates) {
      if (!sums.accepts(update)) {
        flush(sums, item, decays, changed);
      }
      sums.add(update);
    }
    flush(sums, item, decays, changed);
    return changed.get();
  }

  private static void flush(
      EdgeSums sums, Neighborhood item, Decays decays, AtomicBoolean changed) {
    sums.drain(
        changes -> {
          if (item.add(changes, IDS, decays, id -> true)) {
            changed.set(true);
          }
        });
  }
}
