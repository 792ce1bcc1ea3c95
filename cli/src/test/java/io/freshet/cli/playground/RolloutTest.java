package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.playground.PlaygroundSettings.Ports;
import io.freshet.cli.playground.PlaygroundSettings.Precision;
import io.freshet.cli.playground.Story.Medium;
import io.freshet.cli.replay.ListeningProducer;
import io.freshet.cli.rollout.Coverage;
import io.freshet.cli.rollout.EmbeddingJobs;
import io.freshet.cli.rollout.ReleaseHttp;
import io.freshet.cli.rollout.Rollout;
import io.freshet.cli.train.ReleaseTraining;
import io.freshet.cli.train.TrainedRelease;
import io.freshet.cli.train.TrainingPlan;
import io.freshet.cli.world.WorldSettings;
import io.freshet.server.model.Release;
import io.freshet.server.retrieval.RetrievalServer;
import io.freshet.server.training.tower.TowerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second release rolled out in a running playground, asked all the time. */
final class RolloutTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final InstantSource CLOCK = InstantSource.system();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path directory;
  private final List<String> told = new ArrayList<>();

  @Test
  void answersNeverFailNorMixWhileAReleaseComesAndGoes() throws Exception {
    PlaygroundSettings settings =
        new PlaygroundSettings(directory, Optional.empty(), 1, Precision.BOUNDED, Ports.any());
    InventedProgramme programme =
        new InventedProgramme(
            WorldSettings.defaults(4, CLOCK.instant()).sized(200, 300), 5_000, 10, CLOCK);
    try (PlaygroundSystem system = PlaygroundSystem.start(settings);
        TopicCounts counts = new TopicCounts(system.bootstrapServers());
        ListeningProducer producer =
            new ListeningProducer(system.bootstrapServers(), system.topics(), CLOCK)) {
      Path releases = directory.resolve("releases");
      Story story = new Story(new PrintWriter(new StringWriter()), Medium.LOG, System::nanoTime);
      TrainedRelease first =
          new Preparation(system, programme, releases, counts, story, new StopSignal(), CLOCK)
              .run(producer);
      system.startEmbedding(first);
      RetrievalServer retrieval = system.startRetrieval();
      await(retrieval::isReady);
      URI uri = URI.create("http://127.0.0.1:" + retrieval.port());

      ReleaseTraining training =
          new ReleaseTraining(system.bootstrapServers(), system.topics(), CLOCK);
      TrainedRelease second = second(system, training, releases);
      Jobs jobs = new Jobs(system, first, second);
      Rollout rollout =
          new Rollout(
              Map.of("bootstrap.servers", system.bootstrapServers()),
              system.topics(),
              training,
              jobs,
              new ReleaseHttp(List.of(), uri, Optional.empty()),
              PATIENCE,
              told::add);
      Asking asking = new Asking(uri);
      CompletableFuture<Void> asked = CompletableFuture.runAsync(asking::run);
      Coverage coverage = rollout.run(second);
      assertThat(coverage.isComplete()).isTrue();
      assertThat(coverage.wanted()).isGreaterThanOrEqualTo(200);
      assertThatThrownBy(() -> rollout.retire("second")).hasMessageContaining("it is active");
      assertThatThrownBy(() -> rollout.rollback(first.release().id()))
          .hasMessageContaining("second is active");
      assertThat(rollout.rollback("second")).isEqualTo(first.release().id());
      assertThat(rollout.retire("second")).isTrue();
      assertThat(rollout.retire("second")).isFalse();
      asking.stop();
      asked.get(1, TimeUnit.MINUTES);

      assertThat(asking.releases)
          .containsExactly(first.release().id(), "second", first.release().id());
      assertThat(asking.generations).hasSize(2);
      assertThat(told)
          .contains("the embedding job is RUNNING")
          .anyMatch(line -> line.startsWith("embedded "));
    }
  }

  /** A release of the same history from another seed. */
  private static TrainedRelease second(
      PlaygroundSystem system, ReleaseTraining training, Path releases) throws IOException {
    return ReleaseTraining.train(
        training.history(
            system.featureConfig().feature().encoder(),
            system.featureConfig().inference().textDimensions(),
            system.graphConfig()),
        "second",
        releases,
        TrainingPlan.jointly(TowerConfig.quick().withSeed(9).withEpochs(2)),
        CLOCK,
        progress -> {});
  }

  /** The embedding jobs of the playground's Flink. */
  private static final class Jobs implements EmbeddingJobs {
    private final PlaygroundSystem system;
    private final Map<String, TrainedRelease> trained = new HashMap<>();
    private final Set<String> running = new HashSet<>();

    Jobs(PlaygroundSystem system, TrainedRelease first, TrainedRelease second) {
      this.system = system;
      trained.put(first.release().id(), first);
      trained.put(second.release().id(), second);
      running.add(first.release().id());
    }

    @Override
    public void ensure(Release release) throws IOException {
      if (running.add(release.id())) {
        system.startEmbedding(requireNonNull(trained.get(release.id()), release.id()));
      }
    }

    @Override
    public boolean retire(String release) {
      return running.remove(release) && system.stopEmbedding(release);
    }

    @Override
    public Optional<String> state(String release) {
      return running.contains(release) ? Optional.of("RUNNING") : Optional.empty();
    }
  }

  /** Asks for recommendations until it is stopped; any answer but a good one ends it. */
  private static final class Asking {
    private final URI server;
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final List<String> releases = new ArrayList<>();

    /** Generation by release: an answer of a release comes from its own index. */
    private final Map<String, String> generations = new HashMap<>();

    Asking(URI server) {
      this.server = server;
    }

    void stop() {
      isStopped.set(true);
    }

    void run() {
      try {
        for (int user = 0; !isStopped.get(); user++) {
          ask("/api/recommend/user-%d?n=5&exclude_seen=false".formatted(user % 50));
        }
      } catch (IOException e) {
        throw new IllegalStateException("an answer failed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void ask(String path) throws IOException, InterruptedException {
      HttpResponse<String> response =
          HTTP.send(
              HttpRequest.newBuilder(server.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode answer = new ObjectMapper().readTree(response.body());
      assertThat(answer.at("/items")).hasSize(5);
      String release = answer.at("/index/release").asText();
      if (releases.isEmpty() || !releases.get(releases.size() - 1).equals(release)) {
        releases.add(release);
      }
      String generation = answer.at("/index/generation").asText();
      assertThat(generations.merge(release, generation, (held, now) -> held)).isEqualTo(generation);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("gave up waiting").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
