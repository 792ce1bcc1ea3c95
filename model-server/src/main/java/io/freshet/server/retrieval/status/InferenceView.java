package io.freshet.server.retrieval.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The inference servers, by the metrics that they show. One owner. */
final class InferenceView {
  static final String PREFIX = "freshet_inference_";
  private static final String ROWS = PREFIX + "rows_total";
  private static final String INFO = PREFIX + "model_info";

  private final CounterWindow window =
      new CounterWindow(Duration.ofSeconds(30), Duration.ofSeconds(2));

  Status.Inference read(Instant now, Sources sources) {
    List<Scraped> servers = sources.showing(INFO);
    if (servers.isEmpty()) {
      return new Status.Inference(Sources.UNKNOWN, List.of(), null, null, null, null, null, null);
    }
    window.add(
        now,
        sum(servers, ROWS),
        sum(servers, PREFIX + "batches_total"),
        sum(servers, PREFIX + "queue_seconds_sum"),
        sum(servers, PREFIX + "queue_seconds_count"),
        sum(servers, PREFIX + "compute_seconds_sum"),
        sum(servers, PREFIX + "compute_seconds_count"),
        failures(servers));
    Optional<CounterWindow.Change> change = window.overall();
    return new Status.Inference(
        servers.stream().anyMatch(it -> sources.isStale(it, now)) ? Sources.STALE : Sources.OK,
        servers.stream()
            .flatMap(it -> it.samples().named(INFO).stream())
            .map(it -> it.label("model") + " " + it.label("version"))
            .distinct()
            .sorted()
            .toList(),
        change.map(it -> it.perSecond(0)).orElse(null),
        change.map(it -> ratio(it, 0, 1)).orElse(null),
        change.map(it -> millis(it, 2, 3)).orElse(null),
        change.map(it -> millis(it, 4, 5)).orElse(null),
        sum(servers, PREFIX + "pending_rows"),
        change.map(it -> it.perSecond(6)).orElse(null));
  }

  private static double failures(List<Scraped> servers) {
    return servers.stream()
        .map(
            it ->
                it.samples()
                    .sum(PREFIX + "requests_total", each -> !each.label("code").equals("OK")))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .sum();
  }

  private static double sum(List<Scraped> servers, String name) {
    return servers.stream().mapToDouble(it -> it.samples().sum(name).orElse(0)).sum();
  }

  /** Null when the second did not grow. */
  private static @Nullable Double ratio(CounterWindow.Change change, int of, int by) {
    return change.growth()[by] > 0 ? change.growth()[of] / change.growth()[by] : null;
  }

  private static @Nullable Double millis(CounterWindow.Change change, int sum, int count) {
    @Nullable Double seconds = ratio(change, sum, count);
    return seconds == null ? null : seconds * 1000;
  }
}
