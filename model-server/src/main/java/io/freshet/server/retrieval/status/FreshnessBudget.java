package io.freshet.server.retrieval.status;

import io.freshet.server.retrieval.ingest.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds freshness against its objective: of the embeddings of the last hour, which share was
 * searchable in time, and how much of the error that the target allows is left. One owner.
 */
final class FreshnessBudget {
  static final String HISTOGRAM = "freshet_event_to_index_seconds";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final int GOOD = 0;
  private static final int ALL = 1;

  private final StatusConfig config;
  private final CounterWindow window = new CounterWindow(HOUR, Duration.ofSeconds(10));

  FreshnessBudget(StatusConfig config) {
    this.config = config;
  }

  /** What there is to say now, of the server's own metrics. */
  Status.Freshness read(Instant now, Freshness measured, Samples own) {
    Buckets buckets = Buckets.of(own, HISTOGRAM, sample -> true);
    if (!buckets.isEmpty()) {
      window.add(now, buckets.upTo(config.objective().toMillis() / 1e3), buckets.total());
    }
    Optional<CounterWindow.Change> hour = window.overall();
    @Nullable Double good = hour.map(FreshnessBudget::goodShare).orElse(null);
    return new Status.Freshness(
        config.objective().toMillis(),
        config.target(),
        known(measured.p50Millis()),
        known(measured.p99Millis()),
        measured.count(),
        good,
        hour.map(it -> Math.round(it.seconds() * 1000)).orElse(0L),
        good == null ? null : 1 - (1 - good) / (1 - config.target()),
        window
            .since(FIVE_MINUTES)
            .map(FreshnessBudget::goodShare)
            .map(share -> (1 - share) / (1 - config.target()))
            .orElse(null));
  }

  /** Null when nothing was measured meanwhile. */
  private static @Nullable Double goodShare(CounterWindow.Change change) {
    double all = change.growth()[ALL];
    return all > 0 ? change.growth()[GOOD] / all : null;
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
