package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.recorded.RecordedHistory;
import io.freshet.cli.replay.ListeningProducer;
import io.freshet.cli.replay.Pace;
import io.freshet.cli.replay.Replayer;
import io.freshet.cli.train.ReleaseTraining;
import io.freshet.cli.train.TrainedRelease;
import io.freshet.cli.train.TrainingBar;
import io.freshet.cli.train.TrainingPlan;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Topic;
import io.freshet.server.model.Release;
import io.freshet.server.training.tower.TowerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything before the live events: catalog and history are sent, the graph and feature jobs work
 * them off, and a release is trained meanwhile. What an earlier run of a kept playground did is not
 * done again.
 */
final class Preparation {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int QUIET_POLLS = 8;

  private final PlaygroundSystem system;
  private final Programme programme;
  private final Path releases;
  private final TopicCounts counts;
  private final Story story;
  private final StopSignal stop;
  private final InstantSource clock;

  Preparation(
      PlaygroundSystem system,
      Programme programme,
      Path releases,
      TopicCounts counts,
      Story story,
      StopSignal stop,
      InstantSource clock) {
    this.system = requireNonNull(system, "system is null");
    this.programme = requireNonNull(programme, "programme is null");
    this.releases = requireNonNull(releases, "releases is null");
    this.counts = requireNonNull(counts, "counts is null");
    this.story = requireNonNull(story, "story is null");
    this.stop = requireNonNull(stop, "stop is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /** Prepares, and returns the release to serve. */
  TrainedRelease run(ListeningProducer producer) throws IOException, InterruptedException {
    Optional<TrainedRelease> kept = newestRelease();
    sendCatalog(producer);
    sendHistory(producer);
    ReleaseTraining training =
        new ReleaseTraining(system.bootstrapServers(), system.topics(), clock);
    TrainedRelease trained;
    if (kept.isPresent()) {
      trained = kept.get();
      story.say("Release %s was trained before".formatted(trained.release().id()));
    } else {
      awaitFeatures();
      // From the events themselves, so the graph job may go on meanwhile.
      trained = train(training);
      training.announce(trained);
      awaitNeighborhoods();
    }
    training.activate(trained.release().id());
    return trained;
  }

  private void sendCatalog(ListeningProducer producer) throws InterruptedException {
    List<CatalogItem> items = programme.catalog();
    if (counts.written(system.topics().catalogItems()) >= items.size()) {
      return;
    }
    items.forEach(producer::send);
    producer.flush();
    story.say("Catalog: %,d items sent".formatted(items.size()));
  }

  private void sendHistory(ListeningProducer producer) throws InterruptedException {
    long sent = counts.written(system.topics().listeningEvents());
    if (sent >= programme.historyEvents()) {
      return;
    }
    Replayer replayer =
        new Replayer(
            event -> {
              if (stop.isRaised()) {
                throw new StoppedException();
              }
              producer.send(event);
            },
            progress -> story.progress("History: %,d events sent".formatted(progress.events())),
            System::nanoTime);
    try (Stream<ListeningEvent> events = programme.history()) {
      replayer.run(events.skip(sent).iterator(), Pace.max());
    }
    producer.flush();
    story.say("History: %,d events sent".formatted(programme.historyEvents()));
  }

  private void awaitFeatures() throws InterruptedException {
    Topic catalog = system.topics().catalogItems();
    String group = system.featureConfig().kafka().group();
    long items = counts.written(catalog);
    while (counts.consumed(group, catalog) < items) {
      system.check();
      story.progress(
          "Encoding texts: %,d of %,d items".formatted(counts.written(system.features()), items));
      stop.pause(POLL);
    }
    story.say("Texts encoded: %,d items".formatted(counts.written(system.features())));
  }

  private void awaitNeighborhoods() throws InterruptedException {
    Topic events = system.topics().listeningEvents();
    String group = system.graphConfig().kafka().group();
    long all = counts.written(events);
    while (counts.consumed(group, events) < all) {
      system.check();
      story.progress(
          "Building the graph: %,d of %,d events".formatted(counts.consumed(group, events), all));
      stop.pause(POLL);
    }
    awaitQuiet();
    story.say(
        "Graph built: %,d neighborhoods published"
            .formatted(counts.written(system.topics().itemNeighborhoods())));
  }

  /** What is published at most once a second per item may still be on its way. */
  private void awaitQuiet() throws InterruptedException {
    long before = -1;
    int quiet = 0;
    while (quiet < QUIET_POLLS) {
      long now = counts.written(system.topics().itemNeighborhoods());
      quiet = now == before ? quiet + 1 : 0;
      before = now;
      stop.pause(POLL);
    }
  }

  private TrainedRelease train(ReleaseTraining training) throws IOException {
    story.say("Training a release on the history");
    RecordedHistory history =
        training.history(
            system.featureConfig().feature().encoder(),
            system.featureConfig().inference().textDimensions(),
            system.graphConfig());
    TrainedRelease trained =
        ReleaseTraining.train(
            history,
            ReleaseTraining.idAt(clock.instant()),
            releases,
            TrainingPlan.jointly(TowerConfig.quick()),
            clock,
            progress -> {
              if (stop.isRaised()) {
                throw new StoppedException();
              }
              story.progress(TrainingBar.line(progress));
            });
    story.say(
        "Release %s: %s".formatted(trained.release().id(), TrainingBar.outcome(trained.release())));
    return trained;
  }

  private Optional<TrainedRelease> newestRelease() throws IOException {
    if (!Files.isDirectory(releases)) {
      return Optional.empty();
    }
    try (Stream<Path> directories = Files.list(releases)) {
      Optional<Path> newest = directories.filter(Files::isDirectory).max(Comparator.naturalOrder());
      return newest.isEmpty()
          ? Optional.empty()
          : Optional.of(new TrainedRelease(Release.load(newest.get()), newest.get()));
    }
  }
}
