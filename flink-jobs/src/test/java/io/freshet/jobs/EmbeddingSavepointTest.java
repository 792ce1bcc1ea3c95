package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.embedding.FullPass;
import io.freshet.jobs.embedding.FullPass.Embedded;
import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.embedding.RoundLines;
import io.freshet.jobs.embedding.SeededAnswers;
import io.freshet.jobs.embedding.Story;
import io.freshet.jobs.inference.FakeInferenceServer;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.ItemEmbedding;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Savepoints of the embedding job that were committed are restored by this release. */
final class EmbeddingSavepointTest {
  /** Where a new savepoint is put; see README.md beside the committed ones. */
  private static final String MAKE = "freshet.embedding-savepoint";

  private static final String ROUNDS = "rounds.txt";

  /** Rounds of a story before its savepoint is taken. */
  private static final int BEFORE = 6;

  private static final Story STORY = new Story(20_261_126, 20, 9, 2, 0);

  /** Outlives whoever restores a savepoint, however old. */
  private static final String FOREVER = "36500d";

  @TempDir Path directory;

  private final EmbeddingTopics topics = new EmbeddingTopics(STORY);
  private final EmbeddingFeed feed = topics.feed();

  static Stream<Path> committed() throws Exception {
    return CommittedSavepoints.below("/embedding-savepoints");
  }

  @ParameterizedTest
  @MethodSource("committed")
  void savepointOfAnEarlierReleaseGoesOnAsIfNothingHadHappened(Path savepoint) throws Exception {
    restored(directory, savepoint, 1);
  }

  @Test
  void savepointOfThisReleaseGoesOnAsIfNothingHadHappened() throws Exception {
    Path made = CommittedSavepoints.place(MAKE, directory.resolve("made"));
    make(made);
    // Another test: this one has sent its records already.
    new EmbeddingSavepointTest().restored(directory.resolve("restored"), made, 2);
  }

  private void make(Path made) throws Exception {
    List<Round> story = STORY.script();
    Path place = directory.resolve("making");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(place.resolve("kafka"));
        FakeInferenceServer inference = inference();
        Mixture input = new Mixture(kafka, null)) {
      topics.create(kafka);
      try (Tap tap = topics.tap(kafka)) {
        send(input, story.subList(0, 3));
        try (WatchedJob job = start(kafka, inference, place, 2, null)) {
          tap.until("the backlog", () -> job.runs() && topics.isAllIn(tap));
          send(input, story.subList(3, BEFORE));
          tap.until("live records", () -> job.runs() && topics.isAllIn(tap));
          tap.until("an audit", () -> job.runs() && job.counted("audited_items_total") > 0);
          CommittedSavepoints.keep(job.stop(place.resolve("savepoints")), made);
        }
      }
    }
    RoundLines.write(made.resolve(ROUNDS), story);
  }

  private void restored(Path place, Path savepoint, int parallelism) throws Exception {
    List<Round> story = RoundLines.read(savepoint.resolve(ROUNDS));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(place.resolve("kafka"));
        FakeInferenceServer inference = inference();
        Mixture input = new Mixture(kafka, null)) {
      topics.create(kafka);
      try (Tap tap = topics.tap(kafka)) {
        send(input, story.subList(0, BEFORE));
        long read = feed.features() + feed.neighborhoods();
        Map<String, Embedded> before = pass().embeddings();
        try (WatchedJob job =
            start(kafka, inference, place, parallelism, savepoint.toUri().toString())) {
          send(input, story.subList(BEFORE, story.size()));
          tap.until("all", () -> job.runs() && topics.isAllIn(tap));
          assertThat(topics.closed(tap).stream().mapToLong(EmbeddingRound::getInputs).sum())
              .as("records read again")
              .isEqualTo(feed.features() + feed.neighborhoods() - read);
          // Another topic: a manifest may be read before what it tells of.
          long published =
              topics.closed(tap).stream().mapToLong(EmbeddingRound::getPublished).sum();
          tap.until(
              "all embeddings",
              () -> job.runs() && tap.records(topics.embeddings()).size() >= published);
          assertPublished(tap, before, pass().embeddings());
          tap.until("an audit", () -> job.runs() && job.counted("audited_items_total") > 0);
          assertThat(job.gauge("audit_largest_difference")).isBetween(0., 1e-5);
        }
      }
    }
  }

  /** What changed is published as a full pass has it; nothing else is published. */
  private void assertPublished(Tap tap, Map<String, Embedded> before, Map<String, Embedded> after)
      throws Exception {
    long last = topics.closed(tap).get(topics.closed(tap).size() - 1).getRound();
    Map<String, PublishedItem> published =
        PublishedItem.asOf(last, tap.records(topics.embeddings()));
    Set<String> changed = new TreeSet<>();
    after.forEach(
        (item, embedded) -> {
          if (isApart(before.get(item), embedded)) {
            changed.add(item);
          }
        });
    assertThat(changed).hasSizeGreaterThan(STORY.items() / 4);
    assertThat(published.keySet()).containsAll(changed);
    published.forEach(
        (item, is) -> {
          Embedded expected = after.get(item);
          if (expected != null) {
            ItemEmbedding embedding = requireNonNull(is.embedding(), item);
            assertThat(
                    Story.distance(
                        EmbeddingTopics.floats(embedding.getVector()), expected.vector()))
                .as(item)
                .isLessThan(1e-5);
          }
        });
  }

  private static boolean isApart(@Nullable Embedded before, Embedded after) {
    return before == null
        || !Objects.equals(before.type(), after.type())
        || IntStream.range(0, after.vector().length)
            .anyMatch(place -> Math.abs(before.vector()[place] - after.vector()[place]) > 1e-6);
  }

  private FullPass pass() {
    FullPass pass = new FullPass(topics.model(), STORY.layers());
    feed.apply(pass, feed.features(), feed.neighborhoods());
    return pass;
  }

  private void send(Mixture input, List<Round> rounds) throws Exception {
    for (Round round : rounds) {
      input.send(feed.featuresOf(round));
      input.send(feed.neighborhoodsOf(round));
    }
  }

  private FakeInferenceServer inference() throws Exception {
    return new FakeInferenceServer(new SeededAnswers(topics.model()));
  }

  private WatchedJob start(
      EmbeddedKafka kafka,
      FakeInferenceServer inference,
      Path place,
      int parallelism,
      @Nullable String savepoint)
      throws Exception {
    Map<String, String> values = new HashMap<>(topics.values(kafka, inference.target(), place));
    values.put("job.parallelism", Integer.toString(parallelism));
    values.put("embedding.tombstone-retention", FOREVER);
    return WatchedJob.start(
        environment -> {
          EmbeddingJob.assemble(environment, EmbeddingConfig.from(values));
          CommittedSavepoints.configure(environment, savepoint);
        });
  }
}
