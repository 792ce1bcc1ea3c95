package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.embedding.FullPass;
import io.freshet.jobs.embedding.FullPass.Embedded;
import io.freshet.jobs.embedding.GraphScript;
import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.embedding.SeededAnswers;
import io.freshet.jobs.embedding.SeededModel;
import io.freshet.jobs.embedding.Story;
import io.freshet.jobs.inference.FakeInferenceServer;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.ItemEmbedding;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production job between topics of a real broker and a real gRPC server. */
final class EmbeddingJobTest {
  private static final Story STORY = new Story(20_260_501, 20, 9, 2, 0);

  /** Its backlog takes hundreds of requests of one item each. */
  private static final Story LARGE_STORY = new Story(STORY.seed(), 120, 5, 2, 0);

  private static final int BACKLOG_ROUNDS = 3;

  private final Topics topics = new Topics("test-", 2);
  private final Topic features = topics.itemFeatures("e");
  private final Topic neighborhoods = topics.itemNeighborhoods();
  private final String embeddings = topics.itemEmbeddings("r1").name();
  private final String manifests = topics.embeddingRounds("r1").name();
  private final SeededModel model = new SeededModel(STORY.seed(), Story.DIMENSIONS);
  private final EmbeddingFeed feed = new EmbeddingFeed(features, neighborhoods, STORY.seed());

  @Test
  void everyManifestNamesInputsWhoseFullPassIsOnTheTopicThroughAStopAndSpoiltRecords(
      @TempDir Path directory) throws Exception {
    List<Round> story = STORY.script();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        FakeInferenceServer inference = new FakeInferenceServer(new SeededAnswers(model))) {
      createTopics(kafka);
      Map<String, String> values = values(kafka, inference, directory);
      try (Mixture featureInput = new Mixture(kafka, null);
          Mixture neighborhoodInput = new Mixture(kafka, null);
          Tap tap =
              new Tap(
                  kafka,
                  embeddings,
                  manifests,
                  features.deadLetters(),
                  neighborhoods.deadLetters())) {
        send(story.subList(0, BACKLOG_ROUNDS), featureInput, neighborhoodInput);
        String savepoint;
        long backlog = feed.features() + feed.neighborhoods();
        try (WatchedJob job = start(values, 2, null)) {
          tap.until("the backlog", () -> job.runs() && isAllIn(tap));
          for (Round round : story.subList(BACKLOG_ROUNDS, 6)) {
            send(List.of(round), featureInput, neighborhoodInput);
            tap.until("live records", () -> job.runs() && isAllIn(tap));
          }
          savepoint = job.stop(directory);
        }
        send(story.subList(6, 7), featureInput, neighborhoodInput);
        try (WatchedJob job = start(values, 1, savepoint)) {
          tap.until("what came meanwhile", () -> job.runs() && isAllIn(tap));
          send(story.subList(7, 9), featureInput, neighborhoodInput);
          tap.until("live records", () -> job.runs() && isAllIn(tap));
          tap.until("dead letters", () -> job.runs() && deadLetters(tap) == feed.spoilt());

          assertManifests(tap, backlog);
          assertThat(job.counted("round_inputs")).as("inputs of the second job").isPositive();
          assertThat(job.counted("messages")).isPositive();
          tap.until("an audit", () -> job.runs() && job.counted("audited_items") > 0);
          assertThat(job.counted("audit_exceeded")).isZero();
          assertThat(job.gauge("audit_largest_difference")).isBetween(0., 1e-5);
          assertThat(job.counted("differences")).isGreaterThanOrEqualTo(job.counted("messages"));
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
    SeededAnswers answers = new SeededAnswers(model);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        FakeInferenceServer inference =
            new FakeInferenceServer(
                request -> {
                  permits.acquireUninterruptibly();
                  return answers.to(request);
                })) {
      createTopics(kafka);
      Map<String, String> values = new HashMap<>(values(kafka, inference, directory));
      values.put("embedding.max-batch", "1");
      // The next watermark would have the rest of the backlog worked in one go.
      values.put("embedding.round", "1h");
      try (Mixture input = new Mixture(kafka, null);
          Tap tap = new Tap(kafka, embeddings, manifests)) {
        send(story.subList(0, BACKLOG_ROUNDS), input, input);
        long backlog = feed.features() + feed.neighborhoods();
        String savepoint;
        try (WatchedJob job = start(values, 2, null)) {
          tap.until("a request that waits", () -> job.runs() && inference.requests().size() > 3);
          savepoint = stopSlowly(job, directory, permits);
        }
        AtomicInteger polls = new AtomicInteger();
        tap.until("what was written", () -> polls.incrementAndGet() > 5);
        assertThat(closed(tap)).as("the backlog is being worked").isEmpty();
        permits.release(Integer.MAX_VALUE / 2);
        values.put("embedding.round", "200ms");
        send(story.subList(BACKLOG_ROUNDS, 5), input, input);
        try (WatchedJob job = start(values, 1, savepoint)) {
          tap.until("all", () -> job.runs() && isAllIn(tap));

          assertManifests(tap, backlog);
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

  private void createTopics(EmbeddedKafka kafka) {
    kafka.createTopicsWithDeadLetters(List.of(features, neighborhoods));
    kafka.createTopics(
        List.of(
            features, neighborhoods, topics.itemEmbeddings("r1"), topics.embeddingRounds("r1")));
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

  private static WatchedJob start(
      Map<String, String> values, int parallelism, @Nullable String savepoint) throws Exception {
    return WatchedJob.start(
        environment -> {
          Configuration configuration = new Configuration();
          if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
          }
          environment.configure(configuration);
          Map<String, String> all = new HashMap<>(values);
          all.put("job.parallelism", Integer.toString(parallelism));
          EmbeddingJob.assemble(environment, EmbeddingConfig.from(all));
        });
  }

  private Map<String, String> values(
      EmbeddedKafka kafka, FakeInferenceServer inference, Path directory) {
    return Map.ofEntries(
        Map.entry("kafka.bootstrap-servers", kafka.bootstrapServers()),
        Map.entry("topics.prefix", topics.prefix()),
        Map.entry("topics.partitions", Integer.toString(topics.partitions())),
        Map.entry("job.checkpoint-interval", "300ms"),
        Map.entry("job.checkpoint-directory", directory.resolve("checkpoints").toUri().toString()),
        Map.entry("inference.target", inference.target()),
        Map.entry("inference.text-dimensions", Integer.toString(GraphScript.TEXT_DIMENSIONS)),
        Map.entry("embedding.release", "r1"),
        Map.entry("embedding.encoder", "e"),
        Map.entry("embedding.layers", Integer.toString(STORY.layers())),
        Map.entry("embedding.dimensions", Integer.toString(Story.DIMENSIONS)),
        Map.entry("embedding.text-dimensions", Integer.toString(GraphScript.TEXT_DIMENSIONS)),
        Map.entry("embedding.round", "200ms"),
        Map.entry("embedding.max-batch", "4"),
        Map.entry("embedding.audit.interval", "1s"),
        Map.entry("embedding.audit.panel", "2"));
  }

  /** Whether the newest manifest names all that was sent. */
  private boolean isAllIn(Tap tap) throws Exception {
    List<EmbeddingRound> closed = closed(tap);
    if (closed.isEmpty()) {
      return false;
    }
    EmbeddingRound newest = closed.get(closed.size() - 1);
    return end(newest, features) == feed.features()
        && end(newest, neighborhoods) == feed.neighborhoods();
  }

  private long deadLetters(Tap tap) {
    return (long) tap.records(features.deadLetters()).size()
        + tap.records(neighborhoods.deadLetters()).size();
  }

  private void assertManifests(Tap tap, long backlog) throws Exception {
    List<EmbeddingRound> closed = closed(tap);
    assertThat(closed).extracting(EmbeddingRound::getRound).doesNotHaveDuplicates().isSorted();
    assertThat(closed.get(0).getRound()).isZero();
    assertThat(closed.get(0).getInputs()).isEqualTo(backlog);
    assertThat(closed.stream().mapToLong(EmbeddingRound::getInputs).sum())
        .isEqualTo(feed.features() + feed.neighborhoods());
    for (EmbeddingRound round : closed) {
      if (round.getPublished() > 0 || round.getInputs() > 0) {
        assertRound(tap, round);
      }
    }
  }

  private void assertRound(Tap tap, EmbeddingRound round) throws Exception {
    FullPass pass = new FullPass(model, STORY.layers());
    feed.apply(pass, end(round, features), end(round, neighborhoods));
    Map<String, Embedded> expected = pass.embeddings();
    Map<String, PublishedItem> published = PublishedItem.asOf(round.getRound(), records(tap));
    published.forEach(
        (item, last) -> {
          if (!last.mayBeRemoved()) {
            assertThat(expected).as("round %d", round.getRound()).containsKey(item);
          }
        });
    expected.forEach(
        (item, embedded) -> {
          String where = "round %d, item %s".formatted(round.getRound(), item);
          ItemEmbedding actual =
              requireNonNull(requireNonNull(published.get(item), where).embedding(), where);
          assertThat(Story.distance(floats(actual.getVector()), embedded.vector()))
              .as(where)
              .isLessThan(1e-5);
          assertThat(actual.getItemType()).as(where).isEqualTo(embedded.type());
          assertThat(actual.getStale()).as(where).isFalse();
        });
  }

  private List<ConsumerRecord<byte[], byte[]>> records(Tap tap) {
    return tap.records(embeddings);
  }

  private List<EmbeddingRound> closed(Tap tap) throws Exception {
    AvroCodec<EmbeddingRound> codec = new AvroCodec<>(EmbeddingRound.class);
    List<EmbeddingRound> closed = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : tap.records(manifests)) {
      closed.add(codec.decode(record.value()));
    }
    return closed;
  }

  /** How far the only partition that is written to was read. */
  private static long end(EmbeddingRound round, Topic topic) {
    return round.getEndOffsets().getOrDefault(topic.name() + "-0", 0L);
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int index = 0; index < floats.length; index++) {
      floats[index] = values.get(index);
    }
    return floats;
  }
}
