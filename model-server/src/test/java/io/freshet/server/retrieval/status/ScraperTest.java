package io.freshet.server.retrieval.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.freshet.server.retrieval.index.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScraperTest {
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
  private static final String METRICS =
      """
      freshet_inference_model_info{model="hgnn",version="r1"} 1
      freshet_inference_rows_total{model="hgnn"} 1000
      freshet_inference_pending_rows{model="hgnn"} 3
      flink_taskmanager_job_task_operator_pendingRecords{job_name="freshet-interaction-graph"} 40
      flink_taskmanager_job_task_operator_pendingRecords{job_name="freshet_interaction_graph"} 2
      flink_taskmanager_job_task_operator_pendingRecords{job_name="freshet-embedding-r1"} 5
      flink_jobmanager_job_runningTime{job_name="freshet-embedding-r1"} 0
      """;

  private final SettableClock clock = new SettableClock(NOW);
  private HttpServer process;
  private Scraper scraper;

  @BeforeEach
  void start() throws IOException {
    process = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    process.createContext(
        "/metrics",
        exchange -> {
          byte[] body = METRICS.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    process.start();
    URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(process.getAddress().getPort()));
    scraper = new Scraper(List.of(new ScrapeTarget("all", uri)), StatusMaker::isWanted, clock);
  }

  @AfterEach
  void stop() {
    scraper.close();
    process.stop(0);
  }

  @Test
  void whatWasNeverSeenIsUnknown() {
    Sources sources = sources();
    assertThat(sources.views(NOW).get(0).state()).isEqualTo("unknown");
    assertThat(new JobMetrics(sources).pending(JobMetrics.GRAPH)).isEmpty();
    assertThat(new InferenceView().read(NOW, sources).pendingRows()).isNull();
  }

  @Test
  void metricsOfJobsAndServersAreRead() {
    scraper.scrapeAll();
    JobMetrics jobs = new JobMetrics(sources());
    assertThat(jobs.pending(JobMetrics.GRAPH)).hasValue(42);
    assertThat(jobs.pending(JobMetrics.EMBEDDING)).hasValue(5);
    assertThat(jobs.pending(JobMetrics.FEATURES)).isEmpty();
    assertThat(jobs.runningMillis(JobMetrics.EMBEDDING)).hasValue(0);
    assertThat(new InferenceView().read(NOW, sources()).models()).containsExactly("hgnn r1");
  }

  @Test
  void silentSourceKeepsItsFiguresAndIsStale() {
    scraper.scrapeAll();
    process.stop(0);
    scraper.scrapeAll();
    assertThat(sources().views(NOW).get(0).state()).isEqualTo("ok");
    assertThat(sources().views(NOW).get(0).failure()).isEqualTo("it does not answer");
    Instant later = NOW.plusSeconds(20);
    assertThat(sources().views(later).get(0).state()).isEqualTo("stale");
    assertThat(sources().views(later).get(0).ageMs()).isEqualTo(20_000);
    assertThat(new JobMetrics(sources()).pending(JobMetrics.GRAPH)).hasValue(42);
    assertThat(new JobMetrics(sources()).areStale(later)).isTrue();
    assertThat(new InferenceView().read(later, sources()).state()).isEqualTo("stale");
  }

  @Test
  void addressesThatAreNoneAreRefused() {
    for (String uri : new String[] {"file:///etc/passwd", "http:///metrics", "nonsense"}) {
      assertThatThrownBy(() -> new ScrapeTarget("x", URI.create(uri)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Cannot read metrics");
    }
  }

  private Sources sources() {
    return new Sources(scraper.newest());
  }
}
