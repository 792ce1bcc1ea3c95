package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.playground.PlaygroundSettings.Ports;
import io.freshet.cli.playground.PlaygroundSettings.Precision;
import io.freshet.cli.playground.Story.Medium;
import io.freshet.cli.replay.ListeningProducer;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A small playground that serves one release, and has trained another of the same history. */
final class TwoReleases implements AutoCloseable {
  static final String SECOND = "second";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final InstantSource CLOCK = InstantSource.system();

  private final PlaygroundSystem system;
  private final TrainedRelease first;
  private final TrainedRelease second;
  private final ReleaseTraining training;
  private final URI server;
  private final Jobs jobs;

  private TwoReleases(PlaygroundSystem system, Path releases, TrainedRelease first)
      throws IOException {
    this.system = system;
    this.first = first;
    training = new ReleaseTraining(system.bootstrapServers(), system.topics(), CLOCK);
    system.startEmbedding(first);
    RetrievalServer retrieval = system.startRetrieval();
    await(retrieval::isReady);
    server = URI.create("http://127.0.0.1:" + retrieval.port());
    second = trainSecond(releases);
    jobs = new Jobs();
  }

  static TwoReleases start(Path directory) throws Exception {
    PlaygroundSystem system =
        PlaygroundSystem.start(
            new PlaygroundSettings(directory, Optional.empty(), 1, Precision.BOUNDED, Ports.any()));
    InventedProgramme programme =
        new InventedProgramme(
            WorldSettings.defaults(4, CLOCK.instant()).sized(200, 300), 5_000, 10, CLOCK);
    Path releases = directory.resolve("releases");
    Story story = new Story(new PrintWriter(new StringWriter()), Medium.LOG, System::nanoTime);
    try (TopicCounts counts = new TopicCounts(system.bootstrapServers());
        ListeningProducer producer =
            new ListeningProducer(system.bootstrapServers(), system.topics(), CLOCK)) {
      TrainedRelease first =
          new Preparation(system, programme, releases, counts, story, new StopSignal(), CLOCK)
              .run(producer);
      return new TwoReleases(system, releases, first);
    } catch (Exception e) {
      system.close();
      throw e;
    }
  }

  /** Id of the release that serves at first. */
  String first() {
    return first.release().id();
  }

  /** The release that is to be rolled out. */
  TrainedRelease second() {
    return second;
  }

  /** Where the retrieval server is. */
  URI server() {
    return server;
  }

  String bootstrapServers() {
    return system.bootstrapServers();
  }

  /** A rollout that writes records itself, and waits for the server to follow them. */
  Rollout rollout(Consumer<String> progress) {
    return new Rollout(
        Map.of("bootstrap.servers", system.bootstrapServers()),
        system.topics(),
        training,
        jobs,
        new ReleaseHttp(List.of(), server, Optional.empty()),
        PATIENCE,
        progress);
  }

  @Override
  public void close() {
    system.close();
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("gave up waiting").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** From another seed. */
  private TrainedRelease trainSecond(Path releases) throws IOException {
    return ReleaseTraining.train(
        training.history(
            system.featureConfig().feature().encoder(),
            system.featureConfig().inference().textDimensions(),
            system.graphConfig()),
        SECOND,
        releases,
        TrainingPlan.jointly(TowerConfig.quick().withSeed(9).withEpochs(2)),
        CLOCK,
        progress -> {});
  }

  /** The embedding jobs of the playground's Flink. */
  private final class Jobs implements EmbeddingJobs {
    private final Map<String, TrainedRelease> trained = new HashMap<>();
    private final Set<String> running = new HashSet<>();

    Jobs() {
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
}
