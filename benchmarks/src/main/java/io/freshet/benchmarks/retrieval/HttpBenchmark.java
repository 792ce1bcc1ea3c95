package io.freshet.benchmarks.retrieval;

import io.freshet.benchmarks.Workspace;
import io.freshet.benchmarks.retrieval.RetrievalReport.HttpReport;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topics;
import io.freshet.server.retrieval.RetrievalServer;
import io.freshet.server.retrieval.RetrievalServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A retrieval server as it is run, with its Kafka and the load on both in this JVM: embeddings
 * arrive on the topic, and users are recommended items over HTTP.
 */
final class HttpBenchmark {
  private static final int ITEMS = 200_000;
  private static final int QUICK_ITEMS = 20_000;
  private static final int USERS = 20_000;
  private static final double REQUESTS_PER_SECOND = 500;
  private static final double UPSERTS_PER_SECOND = 10_000;
  private static final int PARTITIONS = 2;
  private static final long SEED = 31;
  private static final Duration LONGEST_START = Duration.ofMinutes(5);

  private HttpBenchmark() {}

  static HttpReport run(boolean quick, Consumer<String> progress) throws Exception {
    int items = quick ? QUICK_ITEMS : ITEMS;
    Duration length = Duration.ofSeconds(quick ? 10 : 40);
    Topics topics = new Topics("", PARTITIONS);
    try (Workspace workspace = Workspace.create();
        EmbeddedKafka kafka = EmbeddedKafka.start(workspace.directory().resolve("kafka"));
        HttpWorld world =
            new HttpWorld(kafka.bootstrapServers(), topics, VectorSet.smooth(items, SEED))) {
      kafka.createTopics(topics.fixed());
      kafka.createTopics(List.of(topics.itemEmbeddings(HttpWorld.RELEASE)));
      world.fill(USERS, SEED);
      try (RetrievalServer server =
          RetrievalServer.start(
              RetrievalServerConfig.defaults()
                  .withBootstrapServers(kafka.bootstrapServers())
                  .withAddress("127.0.0.1", 0))) {
        awaitReady(server);
        return measured(server, world, items, length, progress);
      }
    }
  }

  private static HttpReport measured(
      RetrievalServer server,
      HttpWorld world,
      int items,
      Duration length,
      Consumer<String> progress)
      throws Exception {
    LongFunction<String> paths =
        number -> "/api/recommend/" + HttpWorld.user((int) (number % USERS));
    OpenLoop load = new OpenLoop(server.port(), REQUESTS_PER_SECOND, paths);
    OpenLoop.Outcome unused = load.run(length.dividedBy(4));
    OpenLoop.Outcome quiet = load.run(length.dividedBy(2));
    progress.accept(
        "http, no writes: p50 %.2f ms, p99 %.2f ms"
            .formatted(quiet.millisAt(50), quiet.millisAt(99)));
    List<ProducerRecord<byte[], byte[]>> moved = world.moved(SEED);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Duration lead = Duration.ofSeconds(2);
      Future<Double> writing =
          writer.submit(
              () ->
                  world.send(
                      moved, UPSERTS_PER_SECOND, length.plus(lead).plus(Duration.ofSeconds(1))));
      LockSupport.parkNanos(lead.toNanos());
      double appliedBefore = applied(server);
      Stopwatch watch = new Stopwatch();
      OpenLoop.Outcome busy = load.run(length);
      double applied = (applied(server) - appliedBefore) / watch.seconds();
      double sent = writing.get();
      progress.accept(
          "http, %,.0f upserts/s (%,.0f applied): p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, %d errors"
              .formatted(
                  sent,
                  applied,
                  busy.millisAt(50),
                  busy.millisAt(99),
                  busy.millisAt(99.9),
                  busy.errors()));
      return new HttpReport(
          items,
          USERS,
          REQUESTS_PER_SECOND,
          busy.answered() / busy.seconds(),
          busy.errors(),
          sent,
          applied,
          busy.millisAt(50),
          busy.millisAt(99),
          busy.millisAt(99.9),
          quiet.millisAt(50),
          quiet.millisAt(99));
    } catch (ExecutionException e) {
      throw new IOException("Cannot write embeddings: " + e.getCause(), e.getCause());
    } finally {
      writer.shutdownNow();
    }
  }

  /** Embeddings that the server has applied since its start. */
  private static double applied(RetrievalServer server) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(server.port()));
    String metrics =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return metrics
        .lines()
        .filter(line -> line.startsWith("freshet_retrieval_records_total"))
        .filter(line -> line.contains("embeddings") && line.contains("\"updated\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void awaitReady(RetrievalServer server) {
    long deadlineNanos = System.nanoTime() + LONGEST_START.toNanos();
    while (!server.isReady()) {
      if (System.nanoTime() > deadlineNanos) {
        throw new IllegalStateException(
            "Cannot measure: the server is not ready after " + LONGEST_START);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
