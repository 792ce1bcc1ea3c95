package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.inference.FakeInferenceServer;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ItemFeature;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.inference.ModelInferRequest;
import io.freshet.schemas.inference.ModelInferResponse;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production job between topics of a real broker and a real gRPC server that fails midway. */
final class CatalogFeaturePipelineTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String GROUP = "features";
  private static final int ITEMS = 40;

  private final Topics topics = new Topics("test-", 2);
  private final Topic catalog = topics.catalogItems();
  private final Topic features = topics.itemFeatures("minilm-l6-v2-q");
  private final AvroCodec<CatalogItem> codec = new AvroCodec<>(CatalogItem.class);
  private final Map<String, ConsumerRecord<byte[], byte[]>> latest = new HashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
  private int sent;

  @Test
  void everyItemHasTheVectorOfItsLastTextThoughTheEncoderFailsMidway(@TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        FakeInferenceServer encoder = new FakeInferenceServer(this::lengths);
        KafkaProducer<byte[], byte[]> producer = producer(kafka);
        KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
      kafka.createTopicsWithDeadLetters(List.of(catalog));
      kafka.createTopics(List.of(features));
      subscribe(consumer);
      for (int i = 0; i < ITEMS; i++) {
        send(producer, "item-" + i, item("item-" + i, "title " + i));
      }
      send(producer, "poison", new byte[] {1, 2, 3});
      JobClient job = start(kafka, encoder, directory);
      pollUntil(consumer, () -> latest.size() == ITEMS && isCheckpointed(consumer));

      encoder.next(this::away);
      encoder.next(this::away);
      send(producer, "item-0", item("item-0", "another title"));
      send(producer, "item-1", item("item-1", "title 1"));
      send(producer, "item-2", null);
      send(producer, "item-3", item("item-3", "bad"));
      pollUntil(
          consumer,
          () -> isTombstone("item-2") && length("item-0") == 13 && deadLetters.size() >= 2);
      job.cancel().get();

      assertThat(length("item-1")).isEqualTo("title 1".length());
      assertThat(length("item-3")).isEqualTo("title 3".length());
      assertThat(Collections.frequency(encoder.received("text"), "title 1")).isEqualTo(1);
      assertThat(version("item-0")).isGreaterThan(version("item-1"));
      assertThat(version("item-2")).isGreaterThan(version("item-1"));
      assertThat(deadLetters)
          .extracting(CatalogFeaturePipelineTest::reason)
          .contains("undecodable", "bad_vector");
    }
  }

  private JobClient start(EmbeddedKafka kafka, FakeInferenceServer encoder, Path directory)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    CatalogFeatureJob.assemble(
        environment,
        CatalogFeatureConfig.from(
            Map.ofEntries(
                Map.entry("kafka.bootstrap-servers", kafka.bootstrapServers()),
                Map.entry("kafka.group", GROUP),
                Map.entry("topics.prefix", topics.prefix()),
                Map.entry("topics.partitions", Integer.toString(topics.partitions())),
                Map.entry("job.parallelism", "2"),
                Map.entry("job.checkpoint-interval", "300ms"),
                Map.entry(
                    "job.checkpoint-directory",
                    directory.resolve("checkpoints").toUri().toString()),
                Map.entry("inference.target", encoder.target()),
                Map.entry("inference.text-dimensions", "2"),
                // One attempt only: a failed call fails the job, which must lose nothing.
                Map.entry("inference.attempts", "1"),
                Map.entry("feature.max-batch", "16"))));
    return environment.executeAsync("test");
  }

  /** Vector of a text: at an angle whose tangent is its length. */
  private ModelInferResponse lengths(ModelInferRequest request) {
    List<float[]> rows = new ArrayList<>();
    for (String text : FakeInferenceServer.strings(request, "text")) {
      rows.add(text.equals("bad") ? new float[] {Float.NaN, 0} : new float[] {text.length(), 1});
    }
    return FakeInferenceServer.answer("vector", 2, rows);
  }

  private ModelInferResponse away(ModelInferRequest request) {
    throw Status.UNAVAILABLE.asRuntimeException();
  }

  private void send(KafkaProducer<byte[], byte[]> producer, String key, byte @Nullable [] value)
      throws Exception {
    producer.send(new ProducerRecord<>(catalog.name(), key.getBytes(UTF_8), value)).get();
    sent++;
  }

  private byte[] item(String id, String title) {
    return codec.encode(
        new CatalogItem(
            id, "track", title, "", List.of(), List.of(), null, List.of(), null, null, Map.of()));
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Its group is the job's, so that it can see what the job's checkpoints committed. */
  private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedKafka kafka) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", kafka.bootstrapServers(),
            "group.id", GROUP,
            "enable.auto.commit", "false",
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private void subscribe(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.assign(
        List.of(
            new TopicPartition(features.name(), 0),
            new TopicPartition(features.name(), 1),
            new TopicPartition(catalog.deadLetters(), 0)));
  }

  private void pollUntil(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier done) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime())
          .withFailMessage("%d features, %d dead letters", latest.size(), deadLetters.size())
          .isLessThan(deadline);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        if (record.topic().equals(features.name())) {
          latest.put(new String(record.key(), UTF_8), record);
        } else {
          deadLetters.add(record);
        }
      }
    }
  }

  private boolean isCheckpointed(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < catalog.partitions(); partition++) {
      partitions.add(new TopicPartition(catalog.name(), partition));
    }
    long committed = 0;
    for (OffsetAndMetadata offset : consumer.committed(Set.copyOf(partitions)).values()) {
      committed += offset == null ? 0 : offset.offset();
    }
    return committed == sent;
  }

  private boolean isTombstone(String itemId) {
    return requireNonNull(latest.get(itemId)).value() == null;
  }

  /** Length of the text behind an item's vector. */
  private long length(String itemId) {
    try {
      List<Float> vector =
          new AvroCodec<>(ItemFeature.class)
              .decode(requireNonNull(latest.get(itemId)).value())
              .getVector();
      return Math.round((double) vector.get(0) / vector.get(1));
    } catch (UndecodableException e) {
      throw new AssertionError(e);
    }
  }

  private long version(String itemId) {
    return Long.parseLong(header(requireNonNull(latest.get(itemId)), "freshet-version"));
  }

  private static String reason(ConsumerRecord<byte[], byte[]> record) {
    return header(record, "freshet-reason");
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
