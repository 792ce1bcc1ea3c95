package io.freshet.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.embedding.FullPass;
import io.freshet.jobs.embedding.FullPass.Embedded;
import io.freshet.jobs.embedding.GraphScript;
import io.freshet.jobs.embedding.SeededModel;
import io.freshet.jobs.embedding.Story;
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
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The topics of an embedding job, what is sent to them, and what must be found on them. */
@NullMarked
final class EmbeddingTopics {
  private final Topics topics = new Topics("test-", 2);
  private final Story story;
  private final EmbeddingFeed feed;

  EmbeddingTopics(Story story) {
    this.story = story;
    this.feed = new EmbeddingFeed(features(), neighborhoods(), story.seed());
  }

  Topic features() {
    return topics.itemFeatures("e");
  }

  Topic neighborhoods() {
    return topics.itemNeighborhoods();
  }

  String embeddings() {
    return topics.itemEmbeddings("r1").name();
  }

  String manifests() {
    return topics.embeddingRounds("r1").name();
  }

  EmbeddingFeed feed() {
    return feed;
  }

  SeededModel model() {
    return new SeededModel(story.seed(), Story.DIMENSIONS);
  }

  void create(EmbeddedKafka kafka) {
    kafka.createTopicsWithDeadLetters(List.of(features(), neighborhoods()));
    kafka.createTopics(
        List.of(
            features(),
            neighborhoods(),
            topics.itemEmbeddings("r1"),
            topics.embeddingRounds("r1")));
  }

  /** Reads all that the job writes. */
  Tap tap(EmbeddedKafka kafka) {
    return new Tap(
        kafka, embeddings(), manifests(), features().deadLetters(), neighborhoods().deadLetters());
  }

  /** Configuration of a job. */
  Map<String, String> values(EmbeddedKafka kafka, String inference, Path directory) {
    return Map.ofEntries(
        Map.entry("kafka.bootstrap-servers", kafka.bootstrapServers()),
        Map.entry("topics.prefix", topics.prefix()),
        Map.entry("topics.partitions", Integer.toString(topics.partitions())),
        Map.entry("job.checkpoint-interval", "300ms"),
        Map.entry("job.checkpoint-directory", directory.resolve("checkpoints").toUri().toString()),
        Map.entry("inference.target", inference),
        Map.entry("inference.text-dimensions", Integer.toString(GraphScript.TEXT_DIMENSIONS)),
        Map.entry("embedding.release", "r1"),
        Map.entry("embedding.encoder", "e"),
        Map.entry("embedding.layers", Integer.toString(story.layers())),
        Map.entry("embedding.dimensions", Integer.toString(Story.DIMENSIONS)),
        Map.entry("embedding.text-dimensions", Integer.toString(GraphScript.TEXT_DIMENSIONS)),
        Map.entry("embedding.round", "200ms"),
        Map.entry("embedding.max-batch", "4"),
        Map.entry("embedding.audit.interval", "1s"),
        Map.entry("embedding.audit.panel", "2"));
  }

  static WatchedJob start(Map<String, String> values, int parallelism, @Nullable String savepoint)
      throws Exception {
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

  /** Whether the newest manifest names all that was sent. */
  boolean isAllIn(Tap tap) throws Exception {
    List<EmbeddingRound> closed = closed(tap);
    if (closed.isEmpty()) {
      return false;
    }
    EmbeddingRound newest = closed.get(closed.size() - 1);
    return end(newest, features()) == feed.features()
        && end(newest, neighborhoods()) == feed.neighborhoods();
  }

  /** Manifests that were read. */
  List<EmbeddingRound> closed(Tap tap) throws Exception {
    AvroCodec<EmbeddingRound> codec = new AvroCodec<>(EmbeddingRound.class);
    List<EmbeddingRound> closed = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : tap.records(manifests())) {
      closed.add(codec.decode(record.value()));
    }
    return closed;
  }

  /**
   * What is on the topic as of every manifest equals a full pass over the inputs that it names.
   *
   * @param backlog records that were there before the first job
   */
  void assertManifests(Tap tap, long backlog) throws Exception {
    List<EmbeddingRound> closed = closed(tap);
    assertThat(closed).extracting(EmbeddingRound::getRound).doesNotHaveDuplicates().isSorted();
    assertThat(closed.get(0).getRound()).isZero();
    assertThat(closed.get(0).getInputs()).isEqualTo(backlog);
    assertThat(closed.stream().mapToLong(EmbeddingRound::getInputs).sum())
        .isEqualTo(feed.features() + feed.neighborhoods());
    FullPass pass = new FullPass(model(), story.layers());
    for (EmbeddingRound round : closed) {
      if (round.getPublished() > 0 || round.getInputs() > 0) {
        feed.apply(pass, end(round, features()), end(round, neighborhoods()));
        assertRound(tap, round, pass.embeddings());
      }
    }
  }

  /** How far the only partition that is written to was read. */
  static long end(EmbeddingRound round, Topic topic) {
    return round.getEndOffsets().getOrDefault(topic.name() + "-0", 0L);
  }

  private void assertRound(Tap tap, EmbeddingRound round, Map<String, Embedded> expected)
      throws Exception {
    Map<String, PublishedItem> published =
        PublishedItem.asOf(round.getRound(), tap.records(embeddings()));
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
          assertThat(actual.getStale()).as(where).isEqualTo(embedded.stale());
        });
  }

  static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int index = 0; index < floats.length; index++) {
      floats[index] = values.get(index);
    }
    return floats;
  }
}
