package io.freshet.server.retrieval.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Reads the metrics of other processes, one after the other, on a thread of its own. What a process
 * showed last is kept while it does not answer. Any thread may look.
 */
final class Scraper implements AutoCloseable {
  static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final InstantSource clock;
  private final Predicate<String> wanted;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Map<ScrapeTarget, Scraped> newest = new LinkedHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "freshet-status-scrape");
            created.setDaemon(true);
            return created;
          });

  /**
   * A scraper that does not run yet.
   *
   * @param wanted which metrics are kept, by name
   */
  Scraper(List<ScrapeTarget> targets, Predicate<String> wanted, InstantSource clock) {
    this.wanted = wanted;
    this.clock = clock;
    targets.forEach(target -> newest.put(target, Scraped.never(target, null)));
  }

  void start() {
    if (!newest().isEmpty()) {
      var unused =
          thread.scheduleWithFixedDelay(
              this::scrapeAll, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** What is known of every process, in the order in which they were named. */
  List<Scraped> newest() {
    synchronized (newest) {
      return List.copyOf(newest.values());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Asks every process once. */
  void scrapeAll() {
    for (Scraped before : newest()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      Scraped now = scrape(before);
      synchronized (newest) {
        newest.put(now.target(), now);
      }
    }
  }

  private Scraped scrape(Scraped before) {
    ScrapeTarget target = before.target();
    HttpRequest request = HttpRequest.newBuilder(target.uri()).timeout(PATIENCE).build();
    try {
      HttpResponse<Samples> response =
          http.send(
              request,
              info ->
                  BodySubscribers.fromLineSubscriber(
                      new PrometheusText(wanted), PrometheusText::samples, UTF_8, null));
      return response.statusCode() == 200
          ? new Scraped(target, response.body(), clock.instant(), null)
          : before.failed("it answered " + response.statusCode());
    } catch (IOException | RuntimeException e) {
      return before.failed("it does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return before;
    }
  }
}
