package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.jobs.record.EdgeUpdates;
import io.freshet.schemas.ItemNeighborhood;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * This stage in memory, by the rules that the job runs: edge updates are summed in bundles, applied
 * to neighborhoods and evicted alike. Nothing is held back: asked for, every change is shown.
 * Mutable, one owner, one thread.
 */
public final class EdgeReplay {
  private final EdgeConfig config;
  private final Decays decays;
  private final EdgeSums sums;
  private final Shown shown;
  private final ItemIds ids = new ItemIds();
  private final Bundle bundle = new Bundle();
  private final Map<String, Neighborhood> neighborhoods = new HashMap<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private long version;

  /** Starts without edges. */
  public EdgeReplay(EdgeConfig config) {
    this.config = requireNonNull(config, "config is null");
    decays = new Decays(config);
    sums = new EdgeSums(config);
    shown = Shown.of(config);
  }

  /** Adds the edge updates of an event. */
  public void add(EdgeUpdates updates) {
    for (EdgeUpdate update : updates.updates()) {
      if (!sums.accepts(update)) {
        apply();
      }
      sums.add(update);
    }
    if (sums.size() >= config.bundleSize()) {
      apply();
    }
  }

  /** The neighborhoods that changed since the last call, as the job would publish them now. */
  public List<ItemNeighborhood> changed() {
    apply();
    version++;
    List<ItemNeighborhood> changed = new ArrayList<>(touched.size());
    for (String itemId : touched) {
      Neighborhood item = requireNonNull(neighborhoods.get(itemId));
      changed.add(item.publish(itemId, decays, item.asOfMillis, version));
    }
    touched.clear();
    return changed;
  }

  private void apply() {
    sums.drain(bundle::add);
    bundle.drain().forEach(this::apply);
  }

  private void apply(String itemId, List<EdgeChanges> all) {
    Neighborhood item = neighborhoods.computeIfAbsent(itemId, id -> new Neighborhood(shown));
    boolean changed = false;
    for (EdgeChanges changes : all) {
      changed |= item.add(changes, ids, decays, neighborId -> true);
    }
    item.evict(config.candidates());
    if (changed) {
      touched.add(itemId);
    }
  }
}
