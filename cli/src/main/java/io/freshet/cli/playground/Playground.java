package io.freshet.cli.playground;

import static java.util.Objects.requireNonNull;

import io.freshet.cli.replay.ListeningProducer;
import io.freshet.cli.replay.ReplayProgress;
import io.freshet.cli.train.TrainedRelease;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.Topics;
import io.freshet.server.model.Release;
import io.freshet.server.retrieval.RetrievalServer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * A playground from the first part that starts to the last one that stops: prepare, embed what is
 * there, serve, play live events.
 */
public final class Playground {
  private static final Duration POLL = Duration.ofMillis(200);

  private final PlaygroundSettings settings;
  private final Programme programme;
  private final Story story;
  private final StopSignal stop;
  private final InstantSource clock;

  /**
   * A playground.
   *
   * @param stop ends it
   * @param clock when events are ingested
   */
  public Playground(
      PlaygroundSettings settings,
      Programme programme,
      Story story,
      StopSignal stop,
      InstantSource clock) {
    this.settings = requireNonNull(settings, "settings is null");
    this.programme = requireNonNull(programme, "programme is null");
    this.story = requireNonNull(story, "story is null");
    this.stop = requireNonNull(stop, "stop is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /**
   * Runs it.
   *
   * @return what it did
   * @throws StoppedException when it was stopped before it went live
   * @throws Exception when a part cannot start or fails
   */
  public Summary run() throws Exception {
    story.say(programme.description());
    story.say("Starting a broker, a Flink cluster and the inference server");
    try (PlaygroundSystem system = PlaygroundSystem.start(settings);
        TopicCounts counts = new TopicCounts(system.bootstrapServers());
        ListeningProducer producer =
            new ListeningProducer(system.bootstrapServers(), system.topics(), clock)) {
      TrainedRelease trained =
          new Preparation(
                  system,
                  programme,
                  settings.directory().resolve("releases"),
                  counts,
                  story,
                  stop,
                  clock)
              .run(producer);
      Summary summary = goLive(system, counts, producer, trained);
      story.say("Stopping");
      return summary;
    }
  }

  private Summary goLive(
      PlaygroundSystem system,
      TopicCounts counts,
      ListeningProducer producer,
      TrainedRelease trained)
      throws Exception {
    Topics topics = system.topics();
    long played = counts.written(topics.listeningEvents()) - programme.historyEvents();
    system.startEmbedding(trained);
    try (PipelineWatch watch =
        PipelineWatch.start(
            system.bootstrapServers(),
            topics.itemNeighborhoods(),
            topics.embeddingRounds(trained.release().id()))) {
      awaitBootstrap(system, watch);
      RetrievalServer retrieval = system.startRetrieval();
      awaitReady(system, retrieval);
      URI retrievalUri = URI.create("http://127.0.0.1:" + retrieval.port());
      double secondsToLive = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
      tellWhere(system, retrievalUri, secondsToLive);
      RetrievalClient client = new RetrievalClient(retrievalUri);
      LiveParts parts = new LiveParts(system, trained, retrieval, client, watch, counts);
      Demonstration demonstration = new Demonstration(client, titles());
      try (LiveEvents events =
          LiveEvents.start(producer, programme, played, demonstration::offer)) {
        long began = System.nanoTime();
        ReplayProgress sent =
            new LiveSession(parts, story, stop).run(events, demonstration, settings.liveTime());
        double liveSeconds = (System.nanoTime() - began) / 1e9;
        return summary(parts, sent, liveSeconds, secondsToLive);
      }
    }
  }

  private void awaitBootstrap(PlaygroundSystem system, PipelineWatch watch)
      throws InterruptedException {
    while (watch.rounds() == 0) {
      system.check();
      story.progress("Embedding all items");
      stop.pause(POLL);
    }
  }

  private void awaitReady(PlaygroundSystem system, RetrievalServer retrieval)
      throws InterruptedException {
    while (!retrieval.isReady()) {
      system.check();
      story.progress("Filling the index: %,d items".formatted(retrieval.indexSize()));
      stop.pause(POLL);
    }
    story.say("Embedded and indexed: %,d items".formatted(retrieval.indexSize()));
  }

  private void tellWhere(PlaygroundSystem system, URI retrieval, double secondsToLive) {
    CatalogItem item = programme.catalog().get(0);
    story.say("Live after %.0f s. Ctrl-C ends it.".formatted(secondsToLive));
    story.say("  ops page:   %s/".formatted(retrieval));
    story.say("  Flink:      " + system.flinkUi());
    story.say(
        "  inference:  %s/v2/health/ready, gRPC 127.0.0.1:%d"
            .formatted(system.inferenceUri(), system.inferenceGrpcPort()));
    story.say("  Kafka:      " + system.bootstrapServers());
    story.say("  curl '%s/api/recommend/user-1?n=5'".formatted(retrieval));
    story.say("  curl '%s/api/items/%s/neighbors?n=5'".formatted(retrieval, item.getItemId()));
    story.say("  metrics:    %s/metrics".formatted(retrieval));
    story.say("              %s/metrics".formatted(system.inferenceUri()));
    story.say("              " + system.flinkMetrics());
  }

  private Map<String, String> titles() {
    Map<String, String> titles = new HashMap<>();
    programme.catalog().forEach(item -> titles.put(item.getItemId(), item.getTitle()));
    return titles;
  }

  private Summary summary(
      LiveParts parts, ReplayProgress sent, double liveSeconds, double secondsToLive)
      throws InterruptedException {
    PlaygroundSystem system = parts.system();
    TopicCounts counts = parts.counts();
    Release release = parts.trained().release();
    return new Summary(
        programme.description(),
        sent.events(),
        sent.eventsPerSecond(),
        liveSeconds,
        counts.written(system.features()),
        parts.watch().edges(),
        counts.written(system.topics().itemNeighborhoods()),
        counts.written(system.topics().itemEmbeddings(release.id())),
        parts.watch().rounds(),
        parts.watch().affected(),
        Summary.FreshnessMillis.of(parts.retrieval().freshness()),
        counts.deadLetters(system.topicsInUse()),
        parts.retrieval().indexSize(),
        parts.client().personalAnswers(),
        release.id(),
        release.metrics(),
        secondsToLive,
        ResidentMemory.peakMebibytes());
  }
}
