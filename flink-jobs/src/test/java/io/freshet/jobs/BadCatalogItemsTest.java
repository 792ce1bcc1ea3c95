package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.inference.FakeInferenceServer;
import io.freshet.jobs.record.Reason;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.freshet.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog feature job between topics of a real broker, fed with whatever there is. */
final class BadCatalogItemsTest {
  private static final long SEED = 20_260_728;

  /** What the encoder of these tests fails on, each in its own way. */
  private static final Map<String, float[]> BAD_VECTORS =
      Map.of(
          "not a number", new float[] {Float.NaN, 1},
          "infinite", new float[] {1, Float.NEGATIVE_INFINITY},
          "zero", new float[] {0, 0});

  private final Topics topics = new Topics("bad-", 1);
  private final Topic catalog = topics.catalogItems();
  private final String features = topics.itemFeatures("minilm-l6-v2-q").name();

  @Test
  void badItemsLeaveUntouchedAndTheGoodOnesOfAnyIdAreEncodedWithoutARestart(@TempDir Path directory)
      throws Exception {
    Random random = new Random(SEED);
    Map<String, byte[]> items = goodItems();
    List<Sent> mixture = BadCatalogItems.of(catalog, random);
    items.forEach((id, item) -> mixture.add(Sent.good(catalog, id.getBytes(UTF_8), item)));
    mixture.addAll(unencodableItems());
    Collections.shuffle(mixture, random);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        FakeInferenceServer encoder = new FakeInferenceServer(BadCatalogItemsTest::encode)) {
      kafka.createTopicsWithDeadLetters(List.of(catalog));
      kafka.createTopics(List.of(topics.itemFeatures("minilm-l6-v2-q")));
      CatalogFeatureConfig config = config(kafka, encoder, directory);
      Map<String, Long> reasons = Sent.reasons(mixture);
      long bad = reasons.values().stream().mapToLong(Long::longValue).sum();
      try (Tap tap = new Tap(kafka, features, catalog.deadLetters());
          Mixture producer = new Mixture(kafka, null);
          WatchedJob job =
              WatchedJob.start(environment -> CatalogFeatureJob.assemble(environment, config))) {
        producer.send(mixture);
        tap.until("features", () -> job.runs() && tap.latest(features).size() == items.size());
        tap.until(
            "dead letters", () -> job.runs() && tap.records(catalog.deadLetters()).size() == bad);
        producer.send(List.of(Sent.good(catalog, OddIds.LONGEST.getBytes(UTF_8), null)));
        tap.until("takedown", () -> job.runs() && tap.records(features).size() > items.size());

        assertFeatures(tap, items);
        producer.assertDeadLetters(catalog, tap.records(catalog.deadLetters()));
        assertThat(job.countedByReason("dead_letters_total")).isEqualTo(reasons);
        assertThat(job.runs()).isTrue();
      }
    }
  }

  private void assertFeatures(Tap tap, Map<String, byte[]> items) throws Exception {
    Map<String, ConsumerRecord<byte[], byte[]>> latest = tap.latest(features);
    assertThat(latest).containsOnlyKeys(items.keySet());
    assertThat(requireNonNull(latest.remove(OddIds.LONGEST)).value()).isNull();
    for (Map.Entry<String, ConsumerRecord<byte[], byte[]>> entry : latest.entrySet()) {
      ItemFeature feature = new AvroCodec<>(ItemFeature.class).decode(entry.getValue().value());
      assertThat(feature.getItemId()).isEqualTo(entry.getKey());
      assertThat(feature.getVector()).hasSize(2).allMatch(Float::isFinite);
    }
  }

  /** Items of every odd id, with texts of every odd kind. */
  private static Map<String, byte[]> goodItems() {
    List<String> texts =
        List.of(
            "", " \n", "🎧".repeat(3_000), "שיר", "e\u0301".repeat(50), "\u0000\u202E", "%2F/?#");
    Map<String, byte[]> items = new LinkedHashMap<>();
    for (String id : OddIds.ALL) {
      String text = texts.get(items.size() % texts.size());
      items.put(id, BadCatalogItems.item(id, items.isEmpty() ? id : "track", text, text));
    }
    return items;
  }

  private List<Sent> unencodableItems() {
    List<Sent> items = new ArrayList<>();
    for (String title : BAD_VECTORS.keySet()) {
      byte[] item = BadCatalogItems.item("item " + title, "track", title, "");
      items.add(Sent.bad(catalog, ("item " + title).getBytes(UTF_8), item, Reason.BAD_VECTOR));
    }
    return items;
  }

  private static ModelInferResponse encode(ModelInferRequest request) {
    List<float[]> rows = new ArrayList<>();
    for (String text : FakeInferenceServer.strings(request, "text")) {
      assertThat(text).isNotBlank();
      float[] fine = {text.length(), 1};
      rows.add(BAD_VECTORS.getOrDefault(text.replace(". , 🎧", "").replace(". 🎧", ""), fine));
    }
    return FakeInferenceServer.answer("vector", 2, rows);
  }

  private CatalogFeatureConfig config(
      EmbeddedKafka kafka, FakeInferenceServer encoder, Path directory) {
    return CatalogFeatureConfig.from(
        Map.ofEntries(
            Map.entry("kafka.bootstrap-servers", kafka.bootstrapServers()),
            Map.entry("topics.prefix", topics.prefix()),
            Map.entry("topics.partitions", Integer.toString(topics.partitions())),
            Map.entry("job.parallelism", "2"),
            Map.entry("job.checkpoint-interval", "300ms"),
            Map.entry(
                "job.checkpoint-directory", directory.resolve("checkpoints").toUri().toString()),
            Map.entry("inference.target", encoder.target()),
            Map.entry("inference.text-dimensions", "2"),
            Map.entry("inference.attempts", "1"),
            Map.entry("feature.max-batch", "16")));
  }
}
