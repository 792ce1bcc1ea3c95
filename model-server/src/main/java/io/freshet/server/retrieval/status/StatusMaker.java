package io.freshet.server.retrieval.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Puts a status together from what is known. One owner. */
final class StatusMaker {
  private final Watched watched;
  private final OwnMetrics own;
  private final TopicRates rates = new TopicRates();
  private final FreshnessBudget freshness;
  private final QueryView queries = new QueryView();
  private final InferenceView inference = new InferenceView();
  private final ServingView serving;
  private final PipelineView pipeline;
  private final DeadLetterView deadLetters;
  private final RoundLog rounds;
  private long number;

  StatusMaker(
      Watched watched,
      StatusConfig config,
      WatchedTopics topics,
      DeadLetterLog letters,
      RoundLog rounds) {
    this.watched = watched;
    this.own = new OwnMetrics(watched.registry());
    this.freshness = new FreshnessBudget(config);
    this.serving = new ServingView(watched);
    this.pipeline = new PipelineView(watched.config().topics(), topics, config.objective());
    this.deadLetters = new DeadLetterView(letters);
    this.rounds = rounds;
  }

  /** Metrics of other processes that a status is made of. */
  static boolean isWanted(String name) {
    return name.startsWith(InferenceView.PREFIX)
        || JobMetrics.isWanted(name)
        || JobsView.isWanted(name);
  }

  Status make(Instant now, Map<String, TopicEnds> ends, Sources sources, Status.Moves moves) {
    rates.read(ends);
    Samples ownSamples = own.read();
    Status.Freshness fresh = freshness.read(now, watched.ingest().freshness(), ownSamples);
    Status.Queries asked = queries.read(now, ownSamples);
    Status.Inference models = inference.read(now, sources);
    Status.Index index = serving.index();
    Status.Releases releases = serving.releases();
    List<Status.Job> jobs = JobsView.read(now, sources);
    Status.DeadLetters letters = deadLetters.read(now, ends);
    var steps =
        pipeline.steps(
            new PipelineView.Facts(
                now,
                rates,
                new JobMetrics(sources),
                rounds.rounds(),
                models,
                index,
                serving.appliedPerSecond(now),
                asked));
    Diagnosis diagnosis =
        Diagnosis.of(
            new Diagnosis.Findings(
                watched.ingest().waitingFor(),
                fresh,
                index,
                releases,
                steps,
                jobs,
                models,
                letters,
                sources.views(now)));
    number++;
    return new Status(
        number,
        now.toString(),
        diagnosis.state(),
        diagnosis.summary(),
        diagnosis.problems(),
        fresh,
        index,
        asked,
        releases,
        steps,
        rounds.rounds(),
        jobs,
        models,
        letters,
        sources.views(now),
        moves);
  }
}
