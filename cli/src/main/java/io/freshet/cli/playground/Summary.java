package io.freshet.cli.playground;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.freshet.server.retrieval.ingest.Freshness;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a playground did; its JSON has these names in snake case.
 *
 * @param programme what was played
 * @param events live events sent by this run
 * @param eventsPerSecond over the time in which live events were sent
 * @param liveSeconds length of the live part
 * @param items items with features
 * @param edges neighbors of all items together
 * @param neighborhoodsPublished records on {@code item-neighborhoods}
 * @param embeddingsPublished records on {@code item-embeddings-<release>}
 * @param rounds closed rounds of the embedding job
 * @param affected items embedded, counted once per layer and round
 * @param freshnessMs ingest of an event to its embedding being searchable, milliseconds
 * @param deadLetters records refused by any job
 * @param indexSize items that can be found
 * @param recommendationsServed personal answers given over HTTP
 * @param release id of the release that served
 * @param releaseMetrics what it reached in training
 * @param secondsToLive from the start of the process to the first live event
 * @param rssMib most memory resident, MiB, of everything
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Summary(
    String programme,
    long events,
    double eventsPerSecond,
    double liveSeconds,
    long items,
    long edges,
    long neighborhoodsPublished,
    long embeddingsPublished,
    long rounds,
    long affected,
    FreshnessMillis freshnessMs,
    long deadLetters,
    int indexSize,
    long recommendationsServed,
    String release,
    Map<String, Double> releaseMetrics,
    double secondsToLive,
    long rssMib) {
  /** Quantiles in milliseconds over {@code count} embeddings; null while there are none. */
  public record FreshnessMillis(@Nullable Double p50, @Nullable Double p99, long count) {
    static FreshnessMillis of(Freshness freshness) {
      return freshness.count() == 0
          ? new FreshnessMillis(null, null, 0)
          : new FreshnessMillis(freshness.p50Millis(), freshness.p99Millis(), freshness.count());
    }
  }

  /** The figures people ask for first, in a few lines. */
  public String text() {
    return """
        %,d live events at %,.0f a second, %,d dead letters
        %,d items, %,d edges, %,d neighborhoods published
        %,d rounds closed, %,d embeddings published, %,d items in the index
        event to searchable: p50 %s, p99 %s
        %,d personal answers; live after %.0f s; %,d MiB resident at most"""
        .formatted(
            events,
            eventsPerSecond,
            deadLetters,
            items,
            edges,
            neighborhoodsPublished,
            rounds,
            embeddingsPublished,
            indexSize,
            seconds(freshnessMs.p50()),
            seconds(freshnessMs.p99()),
            recommendationsServed,
            secondsToLive,
            rssMib);
  }

  private static String seconds(@Nullable Double millis) {
    return millis == null ? "not measured" : "%.1f s".formatted(millis / 1e3);
  }

  /** Whether the playground did what it is for. */
  public boolean served() {
    return recommendationsServed > 0;
  }
}
