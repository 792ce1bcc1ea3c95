package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.embedding.SeededAnswers;
import io.freshet.jobs.embedding.SeededModel;
import io.freshet.jobs.embedding.Story;
import io.freshet.jobs.inference.FakeInferenceServer;
import io.freshet.jobs.record.FailedEmbedding;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.Reason;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The production job while the inference server is down, busy or silent, and while it has no usable
 * answer for some items. The job may not restart: its first failure fails the test.
 */
@SuppressWarnings("try") // the server is closed before its time: that is what is tested
final class EmbeddingOutageTest {
  private static final long SEED = 20_261_125;
  private static final int ENOUGH = 5;

  /** Answers, or does not, as it is told. */
  private static final class Moody implements FakeInferenceServer.Answer {
    private final FakeInferenceServer.Answer answers;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Mood mood = Mood.WELL;

    Moody(SeededModel model) {
      answers = new SeededAnswers(model);
    }

    void is(Mood next) {
      refused.set(0);
      mood = next;
    }

    @Override
    public @Nullable ModelInferResponse to(ModelInferRequest request) {
      return switch (mood) {
        case WELL -> answers.to(request);
        case BUSY -> {
          refused.incrementAndGet();
          throw Status.UNAVAILABLE.withDescription("queue is full").asRuntimeException();
        }
        case SILENT -> {
          refused.incrementAndGet();
          yield null;
        }
      };
    }
  }

  private enum Mood {
    WELL,
    BUSY,
    SILENT
  }

  @Test
  void roundWaitsForAServerThatIsBusySilentOrDownAndNothingIsLost(@TempDir Path directory)
      throws Exception {
    Story story = new Story(SEED, 20, 8, 2, 0);
    EmbeddingTopics topics = new EmbeddingTopics(story);
    Moody moody = new Moody(topics.model());
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        FakeInferenceServer server = new FakeInferenceServer(moody)) {
      topics.create(kafka);
      try (Mixture input = new Mixture(kafka, null);
          Tap tap = topics.tap(kafka)) {
        send(topics, story.script().subList(0, 2), input);
        long backlog = topics.feed().features() + topics.feed().neighborhoods();
        Map<String, String> values = patient(topics.values(kafka, server.target(), directory));
        try (WatchedJob job = EmbeddingTopics.start(values, 2, null)) {
          tap.until("the backlog", () -> job.runs() && topics.isAllIn(tap));
          int next = 2;
          for (Mood mood : List.of(Mood.BUSY, Mood.SILENT)) {
            moody.is(mood);
            send(topics, story.script().subList(next, next + 2), input);
            tap.until(mood.name(), () -> job.runs() && moody.refused.get() >= ENOUGH);
            assertThat(topics.isAllIn(tap)).as("a round closed though it is %s", mood).isFalse();
            moody.is(Mood.WELL);
            tap.until("well again", () -> job.runs() && topics.isAllIn(tap));
            next += 2;
          }
          server.close();
          send(topics, story.script().subList(next, next + 2), input);
          AtomicInteger polls = new AtomicInteger();
          tap.until("down", () -> job.runs() && polls.incrementAndGet() > 2 * ENOUGH);
          assertThat(topics.isAllIn(tap)).as("a round closed though it is down").isFalse();
          try (FakeInferenceServer another = FakeInferenceServer.inPlaceOf(server, moody)) {
            tap.until("up again", () -> job.runs() && topics.isAllIn(tap));
            assertThat(another.requests()).isNotEmpty();
          }
        }
        topics.assertManifests(tap, backlog);
      }
    }
  }

  @Test
  void itemsWithoutAUsableAnswerAreStaleOnTheTopicAndDeadLettersAndNoRoundWaitsForThem(
      @TempDir Path directory) throws Exception {
    Story story = new Story(SEED + 1, 20, 8, 2, .2);
    EmbeddingTopics topics = new EmbeddingTopics(story);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        FakeInferenceServer server = new FakeInferenceServer(new SeededAnswers(topics.model()))) {
      topics.create(kafka);
      try (Mixture input = new Mixture(kafka, null);
          Tap tap = topics.tap(kafka)) {
        send(topics, story.script().subList(0, 2), input);
        long backlog = topics.feed().features() + topics.feed().neighborhoods();
        Map<String, String> values = topics.values(kafka, server.target(), directory);
        try (WatchedJob job = EmbeddingTopics.start(values, 2, null)) {
          tap.until("the backlog", () -> job.runs() && topics.isAllIn(tap));
          for (Round round : story.script().subList(2, story.rounds())) {
            send(topics, List.of(round), input);
            tap.until("the round", () -> job.runs() && topics.isAllIn(tap));
          }
        }
        topics.assertManifests(tap, backlog);
        Set<String> wanted = unusable(topics, topics.closed(tap), story.layers());
        assertThat(wanted).isNotEmpty();
        AtomicInteger polls = new AtomicInteger();
        tap.until("all dead letters", () -> polls.incrementAndGet() > ENOUGH);
        assertThat(letters(tap.records(topics.features().deadLetters()))).isEqualTo(wanted);
      }
    }
  }

  /** Short waits, so that the test is quick, and more attempts than it has time for. */
  private static Map<String, String> patient(Map<String, String> values) {
    Map<String, String> patient = new HashMap<>(values);
    patient.put("inference.attempts", "1000000");
    patient.put("inference.backoff", "5ms");
    patient.put("inference.max-backoff", "50ms");
    patient.put("inference.timeout", "500ms");
    return patient;
  }

  private static void send(EmbeddingTopics topics, List<Round> rounds, Mixture input)
      throws Exception {
    for (Round round : rounds) {
      input.send(topics.feed().featuresOf(round));
      input.send(topics.feed().neighborhoodsOf(round));
    }
  }

  /** Items that had, as of some manifest, a type that some layer cannot embed. */
  private static Set<String> unusable(
      EmbeddingTopics topics, List<EmbeddingRound> closed, int layers) {
    Set<String> items = new TreeSet<>();
    for (EmbeddingRound round : closed) {
      for (FeatureUpdate feature :
          topics.feed().featuresBefore(EmbeddingTopics.end(round, topics.features())).values()) {
        for (int layer = 0; layer <= layers; layer++) {
          if (!feature.removed() && SeededModel.isBad(feature.type(), layer)) {
            items.add(feature.item());
          }
        }
      }
    }
    return items;
  }

  private static Set<String> letters(List<ConsumerRecord<byte[], byte[]>> letters) {
    Set<String> items = new TreeSet<>();
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      assertThat(letter.value()).as("the failure belongs to no record").isNull();
      assertThat(header(letter, "freshet-reason")).isEqualTo(Reason.BAD_VECTOR.label());
      assertThat(header(letter, "__connect.errors.exception.class.name"))
          .isEqualTo(FailedEmbedding.class.getName());
      assertThat(header(letter, "__connect.errors.exception.message"))
          .startsWith("Cannot embed item " + new String(letter.key(), UTF_8))
          .contains("release r1");
      items.add(new String(letter.key(), UTF_8));
    }
    return items;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
