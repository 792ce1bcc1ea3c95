package io.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.embedding.SeededAnswers;
import io.freshet.jobs.embedding.Story;
import io.freshet.jobs.inference.FakeInferenceServer;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topic;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production job between topics of a real broker and a real gRPC server. */
final class EmbeddingJobTest {
  private static final Story STORY = new Story(20_260_501, 20, 9, 2, 0);

  /** Its backlog takes hundreds of requests of one item each. */
  private static final Story LARGE_STORY = new Story(STORY.seed(), 120, 5, 2, 0);

  private static final int BACKLOG_ROUNDS = 3;

  private final EmbeddingTopics topics = new EmbeddingTopics(STORY);
  private final Topic features = topics.features();
  private final Topic neighborhoods = topics.neighborhoods();
  private final EmbeddingFeed feed = topics.feed();

  @Test
  void everyManifestNamesInputsWhoseFullPassIsOnTheTopicThroughAStopAndSpoiltRecords(
      @TempDir Path directory) throws Exception {
    List<Round> story = STORY.script();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        FakeInferenceServer inference =
            new FakeInferenceServer(new SeededAnswers(topics.model()))) {
      topics.create(kafka);
      Map<String, String> values = topics.values(kafka, inference.target(), directory);
      try (Mixture featureInput = new Mixture(kafka, null);
          Mixture neighborhoodInput = new Mixture(kafka, null);
          Tap tap = topics.tap(kafka)) {
        send(story.subList(0, BACKLOG_ROUNDS), featureInput, neighborhoodInput);
        String savepoint;
        long backlog = feed.features() + feed.neighborhoods();
        try (WatchedJob job = EmbeddingTopics.start(values, 2, null)) {
          tap.until("the backlog", () -> job.runs() && topics.isAllIn(tap));
          for (Round round : story.subList(BACKLOG_ROUNDS, 6)) {
            send(List.of(round), featureInput, neighborhoodInput);
            tap.until("live records", () -> job.runs() && topics.isAllIn(tap));
          }
          savepoint = job.stop(directory);
        }
        send(story.subList(6, 7), featureInput, neighborhoodInput);
        try (WatchedJob job = EmbeddingTopics.start(values, 1, savepoint)) {
          tap.until("what came meanwhile", () -> job.runs() && topics.isAllIn(tap));
          send(story.subList(7, 9), featureInput, neighborhoodInput);
          tap.until("live records", () -> job.runs() && topics.isAllIn(tap));
          tap.until("dead letters", () -> job.runs() && deadLetters(tap) == feed.spoilt());

          topics.assertManifests(tap, backlog);
          assertThat(job.counted("round_inputs_total")).as("inputs of the second job").isPositive();
          assertThat(job.counted("embedding_messages_total")).isPositive();
          tap.until("an audit", () -> job.runs() && job.counted("audited_items_total") > 0);
          assertThat(job.counted("audit_exceeded_total")).isZero();
          assertThat(job.gauge("audit_largest_difference")).isBetween(0., 1e-5);
          assertThat(job.counted("embedding_differences_total"))
              .isGreaterThanOrEqualTo(job.counted("embedding_messages_total"));
          featureInput.assertDeadLetters(features, tap.records(features.deadLetters()));
          neighborhoodInput.assertDeadLetters(
              neighborhoods, tap.records(neighborhoods.deadLetters()));
        }
      }
    }
  }

  @Test
  void whatTheBacklogIsStaysAsItWasThoughTheJobIsStoppedWithinIt(@TempDir Path directory)
      throws Exception {
    List<Round> story = LARGE_STORY.script();
    Semaphore permits = new Semaphore(3);
    SeededAnswers answers = new SeededAnswers(topics.model());
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        FakeInferenceServer inference =
            new FakeInferenceServer(
                request -> {
                  permits.acquireUninterruptibly();
                  return answers.to(request);
                })) {
      topics.create(kafka);
      Map<String, String> values =
          new HashMap<>(topics.values(kafka, inference.target(), directory));
      values.put("embedding.max-batch", "1");
      // The next watermark would have the rest of the backlog worked in one go.
      values.put("embedding.round", "1h");
      try (Mixture input = new Mixture(kafka, null);
          Tap tap = topics.tap(kafka)) {
        send(story.subList(0, BACKLOG_ROUNDS), input, input);
        long backlog = feed.features() + feed.neighborhoods();
        String savepoint;
        try (WatchedJob job = EmbeddingTopics.start(values, 2, null)) {
          tap.until("a request that waits", () -> job.runs() && inference.requests().size() > 3);
          savepoint = stopSlowly(job, directory, permits);
        }
        AtomicInteger polls = new AtomicInteger();
        tap.until("what was written", () -> polls.incrementAndGet() > 5);
        assertThat(topics.closed(tap)).as("the backlog is being worked").isEmpty();
        permits.release(Integer.MAX_VALUE / 2);
        values.put("embedding.round", "200ms");
        send(story.subList(BACKLOG_ROUNDS, 5), input, input);
        try (WatchedJob job = EmbeddingTopics.start(values, 1, savepoint)) {
          tap.until("all", () -> job.runs() && topics.isAllIn(tap));

          topics.assertManifests(tap, backlog);
        }
      }
    }
  }

  /** Lets one request after the other be answered until the job has stopped. */
  private static String stopSlowly(WatchedJob job, Path directory, Semaphore permits)
      throws Exception {
    CompletableFuture<String> savepoint =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return job.stop(directory);
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    for (int pace = 0; pace < 5_000; pace++) {
      try {
        return savepoint.get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        permits.release();
      }
    }
    throw new AssertionError("the job does not stop");
  }

  private void send(List<Round> rounds, Mixture featureInput, Mixture neighborhoodInput)
      throws Exception {
    for (Round round : rounds) {
      featureInput.send(feed.featuresOf(round));
      neighborhoodInput.send(feed.spoiltNeighborhoods("item-1"));
      neighborhoodInput.send(feed.neighborhoodsOf(round));
      featureInput.send(feed.spoiltFeatures("item-1"));
    }
  }

  private long deadLetters(Tap tap) {
    return (long) tap.records(features.deadLetters()).size()
        + tap.records(neighborhoods.deadLetters()).size();
  }
}
