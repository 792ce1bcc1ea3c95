package io.freshet.cli;

import io.freshet.server.retrieval.status.ScrapeTarget;
import io.freshet.server.retrieval.status.StatusConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the ops page is to watch. */
final class WatchOptions {
  @Option(
      names = "--scrape",
      paramLabel = "NAME=URL",
      description = {
        "Prometheus metrics of another process for the ops page to show, such as",
        "flink=http://127.0.0.1:9249/metrics; repeatable."
      })
  private @Nullable Map<String, URI> scrape;

  @Option(
      names = "--freshness-objective",
      defaultValue = "5",
      paramLabel = "SECONDS",
      description =
          "How soon 99 in 100 embeddings are to be searchable (default: ${DEFAULT-VALUE}).")
  private double objectiveSeconds = 5;

  /**
   * What they say.
   *
   * @throws IllegalArgumentException when a URL is none that can be read, or the objective is not
   *     positive
   */
  StatusConfig status() {
    Map<String, URI> targets = scrape == null ? Map.of() : scrape;
    return StatusConfig.defaults()
        .withObjective(Duration.ofMillis(Math.round(objectiveSeconds * 1000)))
        .withTargets(
            targets.entrySet().stream()
                .map(it -> new ScrapeTarget(it.getKey(), it.getValue()))
                .toList());
  }
}
