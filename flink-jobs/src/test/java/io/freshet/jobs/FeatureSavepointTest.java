package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.inference.FakeInferenceServer;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.freshet.schemas.wire.AvroCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Savepoints of the catalog feature job that were committed are restored by this release. */
final class FeatureSavepointTest {
  /** Where a new savepoint is put; see README.md beside the committed ones. */
  private static final String MAKE = "freshet.feature-savepoint";

  /** Item and version of each record that was published before the savepoint. */
  private static final String VERSIONS = "versions.txt";

  private static final int ITEMS = 12;
  private static final String FOREVER = "36500d";

  private final Topics topics = new Topics("test-", 2);
  private final Topic catalog = topics.catalogItems();
  private final Topic features = topics.itemFeatures("minilm-l6-v2-q");
  private final AvroCodec<CatalogItem> codec = new AvroCodec<>(CatalogItem.class);

  @TempDir Path directory;

  static Stream<Path> committed() throws Exception {
    return CommittedSavepoints.below("/feature-savepoints");
  }

  @ParameterizedTest
  @MethodSource("committed")
  void savepointOfAnEarlierReleaseGoesOnAsIfNothingHadHappened(Path savepoint) throws Exception {
    restore(savepoint, 1);
  }

  @Test
  void savepointOfThisReleaseGoesOnAsIfNothingHadHappened() throws Exception {
    Path made = CommittedSavepoints.place(MAKE, directory.resolve("made"));
    make(made);
    restore(made, 2);
  }

  private void make(Path made) throws Exception {
    Path place = directory.resolve("making");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(place.resolve("kafka"));
        FakeInferenceServer encoder = new FakeInferenceServer(this::lengths);
        Mixture input = new Mixture(kafka, null)) {
      create(kafka);
      input.send(before());
      try (Tap tap = new Tap(kafka, features.name());
          WatchedJob job = start(kafka, encoder, place, 2, null)) {
        tap.until(
            "all items",
            () ->
                job.runs()
                    && isRead(job, before().size())
                    && isGone(tap, "item-0")
                    && tap.latest(features.name()).size() == ITEMS);
        CommittedSavepoints.keep(job.stop(place.resolve("savepoints")), made);
        List<String> versions = new ArrayList<>();
        tap.latest(features.name())
            .forEach((item, record) -> versions.add(item + " " + version(record)));
        assertThat(versions).hasSize(ITEMS);
        Files.write(made.resolve(VERSIONS), versions);
      }
    }
  }

  private void restore(Path savepoint, int parallelism) throws Exception {
    Map<String, Long> versions = new HashMap<>();
    for (String line : Files.readAllLines(savepoint.resolve(VERSIONS))) {
      String[] fields = line.split(" ", -1);
      versions.put(fields[0], Long.parseLong(fields[1]));
    }
    Path place = directory.resolve("restored");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(place.resolve("kafka"));
        FakeInferenceServer encoder = new FakeInferenceServer(this::lengths);
        Mixture input = new Mixture(kafka, null)) {
      create(kafka);
      input.send(before());
      List<Sent> after =
          List.of(
              item("item-1", "title 1"),
              item("item-2", "another title"),
              item("item-0", "it is back"),
              taken("item-3"));
      try (Tap tap = new Tap(kafka, features.name());
          WatchedJob job =
              start(kafka, encoder, place, parallelism, savepoint.toUri().toString())) {
        input.send(after);
        tap.until("the takedown", () -> job.runs() && isGone(tap, "item-3"));
        tap.until("the rest", () -> job.runs() && tap.records(features.name()).size() >= 3);

        Map<String, ConsumerRecord<byte[], byte[]>> published = tap.latest(features.name());
        assertThat(published).containsOnlyKeys("item-0", "item-2", "item-3");
        published.forEach(
            (item, record) ->
                assertThat(version(record))
                    .as(item)
                    .isGreaterThan(requireNonNull(versions.get(item), item)));
        assertThat(encoder.received("text"))
            .as("what was encoded before is not encoded again")
            .containsExactlyInAnyOrder("another title", "it is back");
      }
    }
  }

  /** What is sent before the savepoint, and once more to a new broker before it is restored. */
  private List<Sent> before() {
    List<Sent> sent = new ArrayList<>();
    for (int number = 0; number < ITEMS; number++) {
      sent.add(item("item-" + number, "title " + number));
    }
    sent.add(item("item-5", "title 5, changed"));
    sent.add(taken("item-0"));
    return sent;
  }

  private Sent item(String id, String title) {
    return Sent.good(
        catalog,
        id.getBytes(UTF_8),
        codec.encode(
            CatalogItem.newBuilder().setItemId(id).setItemType("track").setTitle(title).build()));
  }

  private Sent taken(String id) {
    return Sent.good(catalog, id.getBytes(UTF_8), null);
  }

  private void create(EmbeddedKafka kafka) {
    kafka.createTopicsWithDeadLetters(List.of(catalog));
    kafka.createTopics(List.of(features));
  }

  private boolean isRead(WatchedJob job, int records) {
    return job.lastReadOffset(new TopicPartition(catalog.name(), 0)) == records - 1;
  }

  private boolean isGone(Tap tap, String item) {
    ConsumerRecord<byte[], byte[]> latest = tap.latest(features.name()).get(item);
    return latest != null && latest.value() == null;
  }

  private static long version(ConsumerRecord<byte[], byte[]> record) {
    return Long.parseLong(
        new String(record.headers().lastHeader("freshet-version").value(), UTF_8));
  }

  private ModelInferResponse lengths(ModelInferRequest request) {
    List<float[]> rows = new ArrayList<>();
    for (String text : FakeInferenceServer.strings(request, "text")) {
      rows.add(new float[] {text.length(), 1});
    }
    return FakeInferenceServer.answer("vector", 2, rows);
  }

  private WatchedJob start(
      EmbeddedKafka kafka,
      FakeInferenceServer encoder,
      Path place,
      int parallelism,
      @Nullable String savepoint)
      throws Exception {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("kafka.bootstrap-servers", kafka.bootstrapServers()),
            Map.entry("topics.prefix", topics.prefix()),
            Map.entry("topics.partitions", Integer.toString(topics.partitions())),
            Map.entry("job.parallelism", Integer.toString(parallelism)),
            Map.entry("job.checkpoint-interval", "300ms"),
            Map.entry("job.checkpoint-directory", place.resolve("checkpoints").toUri().toString()),
            Map.entry("inference.target", encoder.target()),
            Map.entry("inference.text-dimensions", "2"),
            Map.entry("feature.tombstone-retention", FOREVER));
    return WatchedJob.start(
        environment -> {
          CatalogFeatureJob.assemble(environment, CatalogFeatureConfig.from(values));
          CommittedSavepoints.configure(environment, savepoint);
        });
  }
}
