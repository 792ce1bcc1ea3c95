package io.freshet.benchmarks.retrieval;

import io.freshet.benchmarks.retrieval.RetrievalReport.ContenderReport;
import io.freshet.benchmarks.retrieval.RetrievalReport.Filtered;
import io.freshet.benchmarks.retrieval.RetrievalReport.Rate;
import io.freshet.benchmarks.retrieval.RetrievalReport.Searches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Takes one contender through all phases on one set. */
final class Measuring {
  private static final long AS_FAST_AS_IT_GOES = 0;

  /** A second's rewrites that every contender keeps up with. */
  static final int EQUAL_UPSERTS = 500;

  private static final long NANOS_PER_EQUAL_UPSERT =
      Duration.ofSeconds(1).toNanos() / EQUAL_UPSERTS;

  private static final double WANTED_RECALL = .95;
  private static final int PAGE = 10;
  private static final int DEEP_PAGE = 100;
  private static final List<Integer> FILTERS = List.of(10, 1);
  private static final long REFRESH_NANOS = 1_000_000_000L;
  private static final long SEED = 7;

  private final VectorSet set;
  private final Duration phase;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * The phases on a set.
   *
   * @param phase length of each timed phase
   * @param directory for what is saved
   */
  Measuring(VectorSet set, Duration phase, Path directory, Consumer<String> progress) {
    this.set = set;
    this.phase = phase;
    this.directory = directory;
    this.progress = progress;
  }

  /** Measures; the set drifts by the writes. */
  ContenderReport run(Contender contender) throws IOException {
    long heapBefore = ResidentMemory.heapBytes();
    Rate inserts = insertAll(contender);
    double bytes =
        (ResidentMemory.heapBytes() - heapBefore + contender.bytesOffHeap())
            / (double) set.items().length;
    Truth truth = Truth.of(set, DEEP_PAGE, Contender.LABELS);
    int effort = tune(contender, truth);
    Searches warmUp = searches(contender, PAGE, Contender.LABELS, Duration.ofSeconds(1));
    double recall = recall(contender, truth, PAGE, Contender.LABELS);
    double deepRecall = recall(contender, truth, DEEP_PAGE, Contender.LABELS);
    Searches searches = searches(contender, PAGE, Contender.LABELS, phase);
    List<Filtered> filtered = contender.filters() ? filtered(contender) : List.of();
    Double save = save(contender);
    Double load = save == null ? null : load(contender);
    Drift drift = new Drift(set, SEED);
    // First, while all vectors are still what they were: who writes more moves them farther.
    Both paced = both(contender, drift, NANOS_PER_EQUAL_UPSERT);
    Counted alone = upserts(contender, drift, phase, AS_FAST_AS_IT_GOES);
    Both both = both(contender, drift, AS_FAST_AS_IT_GOES);
    contender.refresh();
    double after =
        recall(contender, Truth.of(set, DEEP_PAGE, Contender.LABELS), PAGE, Contender.LABELS);
    progress.accept(
        "%s, %s: %,.0f inserts/s, %,.0f upserts/s, p50 %.3f ms (warm-up %.3f), recall %.3f, after %.3f"
            .formatted(
                set.name(),
                contender.name(),
                inserts.perSecond(),
                alone.rate.perSecond(),
                searches.p50Millis(),
                warmUp.p50Millis(),
                recall,
                after));
    return new ContenderReport(
        contender.name(),
        contender.isPeer(),
        effort,
        inserts,
        bytes,
        recall,
        deepRecall,
        searches,
        filtered,
        alone.rate,
        both.upserts.rate,
        both.searches,
        paced.upserts.rate,
        paced.searches,
        after,
        alone.count + both.upserts.count + paced.upserts.count,
        save,
        load);
  }

  private Rate insertAll(Contender contender) throws IOException {
    Stopwatch watch = new Stopwatch();
    for (int item = 0; item < set.items().length; item++) {
      contender.upsert(item, set.items()[item]);
    }
    contender.refresh();
    return rate(set.items().length, watch);
  }

  private int tune(Contender contender, Truth truth) throws IOException {
    int chosen = 0;
    for (int effort : contender.efforts()) {
      contender.setEffort(effort);
      chosen = effort;
      if (contender.efforts().size() > 1
          && recall(contender, truth, PAGE, Contender.LABELS) >= WANTED_RECALL) {
        break;
      }
    }
    return chosen;
  }

  private double recall(Contender contender, Truth truth, int limit, int labelsBelow)
      throws IOException {
    double sum = 0;
    for (int query = 0; query < set.queries().length; query++) {
      int[] found = contender.search(set.queries()[query], limit, labelsBelow);
      sum += truth.recall(query, found, limit);
    }
    return sum / set.queries().length;
  }

  private List<Filtered> filtered(Contender contender) throws IOException {
    List<Filtered> measured = new ArrayList<>();
    for (int labels : FILTERS) {
      double recall = recall(contender, Truth.of(set, PAGE, labels), PAGE, labels);
      Searches searches = searches(contender, PAGE, labels, phase.dividedBy(2));
      measured.add(
          new Filtered(
              labels / (double) Contender.LABELS,
              recall,
              searches.p50Millis(),
              searches.p99Millis()));
    }
    return measured;
  }

  private Searches searches(Contender contender, int limit, int labelsBelow, Duration length)
      throws IOException {
    Histogram nanos = new Histogram(3);
    Stopwatch watch = new Stopwatch();
    long end = System.nanoTime() + length.toNanos();
    long count = 0;
    for (long before = System.nanoTime(); before < end; ) {
      int[] unused =
          contender.search(set.queries()[(int) (count % set.queries().length)], limit, labelsBelow);
      long after = System.nanoTime();
      nanos.recordValue(after - before);
      before = after;
      count++;
    }
    return new Searches(millisAt(50, nanos), millisAt(99, nanos), rate(count, watch));
  }

  private record Counted(long count, Rate rate) {}

  private record Both(Counted upserts, Searches searches) {}

  private static Counted upserts(
      Contender contender, Drift drift, Duration length, long nanosPerUpsert) throws IOException {
    Stopwatch watch = new Stopwatch();
    long now = System.nanoTime();
    long end = now + length.toNanos();
    long refreshAt = now + REFRESH_NANOS;
    long count = 0;
    for (long begin = now; now < end; now = System.nanoTime()) {
      for (long due = begin + count * nanosPerUpsert; now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      int item = drift.nextItem();
      contender.upsert(item, drift.move(item));
      count++;
      if (now > refreshAt) {
        contender.refresh();
        refreshAt = now + REFRESH_NANOS;
      }
    }
    return new Counted(count, rate(count, watch));
  }

  private Both both(Contender contender, Drift drift, long nanosPerUpsert) throws IOException {
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<Counted> writing =
          writer.submit(() -> upserts(contender, drift, phase, nanosPerUpsert));
      Searches searches = searches(contender, PAGE, Contender.LABELS, phase);
      return new Both(writing.get(), searches);
    } catch (ExecutionException e) {
      throw new IOException("Cannot write while searching: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Cannot go on: interrupted", e);
    } finally {
      writer.shutdownNow();
    }
  }

  private @Nullable Double save(Contender contender) throws IOException {
    Stopwatch watch = new Stopwatch();
    return contender.save(directory) ? watch.seconds() : null;
  }

  private @Nullable Double load(Contender contender) throws IOException {
    Stopwatch watch = new Stopwatch();
    int loaded = contender.load(directory);
    if (loaded != set.items().length) {
      throw new IOException(
          "Cannot load %s: %d items instead of %d"
              .formatted(contender.name(), loaded, set.items().length));
    }
    return watch.seconds();
  }

  /** Nothing took no time at all: not a number where there was none to be timed. */
  static double millisAt(double percentile, Histogram nanos) {
    return nanos.getTotalCount() == 0 ? Double.NaN : nanos.getValueAtPercentile(percentile) / 1e6;
  }

  private static Rate rate(long count, Stopwatch watch) {
    return new Rate(count / watch.seconds(), count / watch.cpuSeconds());
  }
}
