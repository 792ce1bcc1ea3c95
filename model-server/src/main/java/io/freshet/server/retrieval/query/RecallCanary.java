package io.freshet.server.retrieval.query;

import io.freshet.server.retrieval.index.Candidate;
import io.freshet.server.retrieval.index.CandidateFilter;
import io.freshet.server.retrieval.index.VectorIndex;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how accurate the answers are: asks sampled live searches again, exactly.
 *
 * <p>Idea: the first search after each check is kept, with its filter; the next check answers it
 * both ways and notes the share of the exact ten and hundred that the index found. Cost: one exact
 * scan per check, on the checking thread; nothing for the searches but one look at a reference.
 * Bound: the last {@value RecallWindow#CHECKS} checks of one generation count; writes between the
 * two answers make recall look a little lower than it is. Thread-safe.
 */
public final class RecallCanary implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecallCanary.class);
  private static final int SHALLOW = 10;
  private static final int DEEP = 100;

  /** A search that can be asked again; nobody else changes the vector. */
  private static final class Search {
    private final Object generation;
    private final VectorIndex index;
    private final float[] vector;
    private final CandidateFilter filter;

    Search(Object generation, VectorIndex index, float[] vector, CandidateFilter filter) {
      this.generation = generation;
      this.index = index;
      this.vector = vector;
      this.filter = filter;
    }

    List<Candidate> exact(int limit) {
      return index.searchExactly(vector, limit, filter);
    }

    List<Candidate> live(int limit) {
      return index.search(vector, limit, filter);
    }
  }

  private final AtomicReference<@Nullable Search> sample = new AtomicReference<>();
  private final RecallWindow shallow = new RecallWindow();
  private final RecallWindow deep = new RecallWindow();
  private @Nullable Object checked;
  private final ScheduledExecutorService checker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-recall");
            thread.setDaemon(true);
            return thread;
          });

  /** Exports recall, and checks a search as often as this. */
  public void start(PrometheusRegistry registry, Duration every) {
    GaugeWithCallback.builder()
        .name("freshet_index_recall_ratio")
        .help("Share of the exact answer that sampled live searches found, by depth.")
        .labelNames("depth")
        .callback(
            gauge -> {
              recallAt10().ifPresent(it -> gauge.call(it, "10"));
              recallAt100().ifPresent(it -> gauge.call(it, "100"));
            })
        .register(registry);
    var unused =
        checker.scheduleWithFixedDelay(
            this::checkOrLog, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Mean share of the exact ten that the last searches found; empty before the first check. */
  public synchronized OptionalDouble recallAt10() {
    return shallow.mean();
  }

  /** The same of the exact hundred. */
  public synchronized OptionalDouble recallAt100() {
    return deep.mean();
  }

  @Override
  public void close() {
    checker.shutdownNow();
  }

  /**
   * Keeps the search for the next check, unless one is kept already.
   *
   * @param generation whose index it is; checks of another are forgotten
   */
  void offer(Object generation, VectorIndex index, float[] vector, CandidateFilter filter) {
    if (sample.get() == null) {
      sample.compareAndSet(null, new Search(generation, index, vector.clone(), filter));
    }
  }

  /** Checks the kept search, if there is one. */
  void check() {
    Search search = sample.getAndSet(null);
    if (search == null) {
      return;
    }
    List<Candidate> exact = search.exact(DEEP);
    if (exact.isEmpty()) {
      return;
    }
    List<Candidate> best = exact.subList(0, Math.min(SHALLOW, exact.size()));
    note(search.generation, recall(best, search.live(SHALLOW)), recall(exact, search.live(DEEP)));
  }

  private synchronized void note(Object generation, double atShallow, double atDeep) {
    if (!generation.equals(checked)) {
      shallow.clear();
      deep.clear();
      checked = generation;
    }
    shallow.add(atShallow);
    deep.add(atDeep);
  }

  private void checkOrLog() {
    try {
      check();
    } catch (RuntimeException e) {
      LOG.warn("Cannot check recall; trying again with another search", e);
    }
  }

  private static double recall(List<Candidate> exact, List<Candidate> found) {
    Set<String> ids =
        found.stream().map(Candidate::id).collect(Collectors.toCollection(HashSet::new));
    return exact.stream().filter(it -> ids.contains(it.id())).count() / (double) exact.size();
  }
}
