package io.freshet.server.retrieval.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How fast topics grow, by the end offsets that the broker told. One owner. */
final class TopicRates {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Map<String, CounterWindow> byTopic = new HashMap<>();
  private @Nullable Instant askedAt;

  /** Takes what the broker said last; the same thing twice counts once. */
  void read(Map<String, TopicEnds> ends) {
    Optional<Instant> newest = ends.values().stream().map(TopicEnds::at).max(Instant::compareTo);
    if (newest.isEmpty() || newest.get().equals(askedAt)) {
      return;
    }
    askedAt = newest.get();
    byTopic.keySet().retainAll(ends.keySet());
    ends.forEach(
        (topic, end) ->
            byTopic
                .computeIfAbsent(topic, name -> new CounterWindow(WINDOW, Duration.ZERO))
                .add(end.at(), (double) end.end()));
  }

  /** Records a second of all accepted topics; empty while that is not known. */
  OptionalDouble perSecond(Predicate<String> accepted) {
    double[] rates =
        byTopic.entrySet().stream()
            .filter(it -> accepted.test(it.getKey()))
            .map(it -> it.getValue().overall())
            .flatMap(Optional::stream)
            .mapToDouble(it -> it.perSecond(0))
            .toArray();
    return rates.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Arrays.stream(rates).sum());
  }

  /** Whether the broker has not answered for a while. */
  boolean areStale(Instant now) {
    Instant last = askedAt;
    return last != null && last.plus(PATIENCE).isBefore(now);
  }
}
