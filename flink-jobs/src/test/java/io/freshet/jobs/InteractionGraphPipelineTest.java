package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.backlog.BacklogWatermarks;
import io.freshet.jobs.kafka.KafkaSinks;
import io.freshet.jobs.kafka.KafkaSources;
import io.freshet.jobs.kafka.RawRecord;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.registry.OutputSchemas;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Signal;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production topology between topics of a real broker, on RocksDB, with a failure midway. */
final class InteractionGraphPipelineTest {
  private static final long SEED = 20_260_726;
  private static final long BASE_MILLIS = Instant.parse("2026-01-10T00:00:00Z").toEpochMilli();
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Topics topics = new Topics("test-", 2);
  private final Map<String, byte @Nullable []> neighborhoods = new HashMap<>();
  private final Map<String, byte @Nullable []> statistics = new HashMap<>();
  private final Map<String, byte[]> histories = new HashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();

  @Test
  void afterAFailureTheGraphIsThatOfAllEventsOnceAndPoisonIsInTheDeadLetters(
      @TempDir Path directory) throws Exception {
    List<ListeningEvent> events = events();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopicsWithDeadLetters(topics.fixed());
      kafka.createTopics(topics.fixed());
      InteractionGraphConfig config =
          InteractionGraphConfig.from(
              Map.of(
                  "kafka.bootstrap-servers", kafka.bootstrapServers(),
                  "topics.prefix", "test-",
                  "topics.partitions", "2",
                  "job.parallelism", "2",
                  "job.checkpoint-interval", "300ms",
                  "job.checkpoint-directory", directory.resolve("checkpoints").toUri().toString(),
                  "edge.drift-epsilon", "0",
                  "statistic.epsilon", "0"));
      try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
        produce(producer, events.subList(0, events.size() / 2));
        JobClient job = start(config);
        poison(producer);
        consumeUntil(kafka, () -> FailOnce.checkpointed && !neighborhoods.isEmpty());
        // Now there is a checkpoint to fall back to: the first record from here on fails.
        produce(producer, events.subList(events.size() / 2, events.size()));
        takeDown(producer, "never-heard");
        Map<String, Map<String, Map<String, Double>>> expected =
            PlainGraph.shares(events, config.edge().halfLife());
        consumeUntil(
            kafka,
            () ->
                deadLetters.size() >= 6
                    && isClose(expected)
                    && countsAre(events)
                    && historiesAre(events));
        job.cancel().get();

        assertThat(FailOnce.FAILED).isTrue();
        assertSame(expected);
        assertThat(neighborhoods).containsKey("never-heard");
        assertThat(neighborhoods.get("never-heard")).isNull();
        assertThat(histories).hasSize(USERS);
        assertThat(historiesAre(events)).isTrue();
        assertThat(reasons())
            .contains("undecodable", "missing_id", "unit_suspect", "future", "too_old");
        assertThat(deadLetters)
            .extracting(ConsumerRecord::topic)
            .contains(topics.userAttributes().deadLetters());
      }
    }
  }

  private static final int USERS = 12;

  private static List<ListeningEvent> events() {
    Random random = new Random(SEED);
    List<ListeningEvent> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int item = random.nextInt(20);
      events.add(
          event(
              "event-" + i,
              "user-" + i % USERS,
              "item-" + item,
              item % 3 == 0 ? "podcast" : "track",
              BASE_MILLIS + random.nextInt(10 * 24 * 3_600) * 1_000L));
    }
    return events;
  }

  private static ListeningEvent event(
      String id, String user, String item, String type, long occurredAt) {
    return new ListeningEvent(
        id, user, item, type, Signal.LIKE, Instant.ofEpochMilli(occurredAt), null, null, Map.of());
  }

  private JobClient start(InteractionGraphConfig config) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    config.job().applyTo(environment);
    DataStream<RawRecord> events =
        environment
            .fromSource(
                KafkaSources.committed(config.kafka(), topics.listeningEvents()),
                BacklogWatermarks.of(Map.of()),
                "events")
            .uid("events")
            .map(new FailOnce(), TypeInformation.of(RawRecord.class))
            .uid("fail-once");
    DataStream<RawRecord> catalog =
        environment
            .fromSource(
                KafkaSources.earliest(config.kafka(), topics.catalogItems()),
                WatermarkStrategy.noWatermarks(),
                "catalog")
            .uid("catalog");
    DataStream<RawRecord> attributes =
        environment
            .fromSource(
                KafkaSources.earliest(config.kafka(), topics.userAttributes()),
                WatermarkStrategy.noWatermarks(),
                "attributes")
            .uid("attributes");
    InteractionGraphPipeline.Outputs outputs =
        InteractionGraphPipeline.of(events, catalog, attributes, config);
    outputs
        .neighborhoods()
        .sinkTo(KafkaSinks.outputs(config.kafka(), "n", OutputSchemas.defaults()))
        .uid("n");
    outputs
        .statistics()
        .sinkTo(KafkaSinks.outputs(config.kafka(), "s", OutputSchemas.defaults()))
        .uid("s");
    outputs
        .histories()
        .sinkTo(KafkaSinks.outputs(config.kafka(), "h", OutputSchemas.defaults()))
        .uid("h");
    outputs.deadLetters().sinkTo(KafkaSinks.deadLetters(config.kafka())).uid("d");
    return environment.executeAsync("test");
  }

  private void produce(KafkaProducer<byte[], byte[]> producer, List<ListeningEvent> events) {
    AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);
    for (ListeningEvent event : events) {
      send(producer, topics.listeningEvents(), event.getUserId(), codec.encode(event));
    }
    producer.flush();
  }

  private void poison(KafkaProducer<byte[], byte[]> producer) {
    long day = Duration.ofDays(1).toMillis();
    AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);
    send(producer, topics.listeningEvents(), "x", new byte[] {1, 2, 3});
    send(producer, topics.userAttributes(), "x", new byte[] {1, 2, 3});
    for (ListeningEvent event :
        List.of(
            event("", "user-0", "item-0", "track", BASE_MILLIS),
            event("a", "user-0", "item-0", "track", BASE_MILLIS / 1_000),
            event("b", "user-0", "item-0", "track", BASE_MILLIS + 400 * day),
            event("c", "user-0", "item-0", "track", BASE_MILLIS - 400 * day))) {
      send(producer, topics.listeningEvents(), event.getUserId(), codec.encode(event));
    }
  }

  private void takeDown(KafkaProducer<byte[], byte[]> producer, String itemId) {
    send(producer, topics.catalogItems(), itemId, null);
    producer.flush();
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, Topic topic, String key, byte @Nullable [] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), value);
    long clock = BASE_MILLIS + Duration.ofDays(11).toMillis();
    record.headers().add("freshet-clock", Long.toString(clock).getBytes(UTF_8));
    Future<?> unused = producer.send(record);
  }

  private void consumeUntil(EmbeddedKafka kafka, BooleanSupplier done) {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic :
          List.of(
              topics.itemNeighborhoods().name(),
              topics.itemStatistics().name(),
              topics.userHistories().name(),
              topics.listeningEvents().deadLetters(),
              topics.userAttributes().deadLetters())) {
        consumer
            .partitionsFor(topic)
            .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!done.getAsBoolean() && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::take);
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), UTF_8);
    if (record.topic().equals(topics.itemNeighborhoods().name())) {
      neighborhoods.put(key, record.value());
    } else if (record.topic().equals(topics.itemStatistics().name())) {
      statistics.put(key, record.value());
    } else if (record.topic().equals(topics.userHistories().name())) {
      histories.put(key, record.value());
    } else {
      deadLetters.add(record);
    }
  }

  private boolean isClose(Map<String, Map<String, Map<String, Double>>> expected) {
    if (!neighborhoods.containsKey("never-heard")) {
      return false;
    }
    try {
      assertSame(expected);
      return true;
    } catch (AssertionError | NullPointerException | UndecodableException e) {
      return false;
    }
  }

  private boolean countsAre(List<ListeningEvent> events) {
    try {
      AvroCodec<ItemStatistics> codec = new AvroCodec<>(ItemStatistics.class);
      double total = 0;
      for (byte @Nullable [] value : statistics.values()) {
        total += value == null ? 0 : codec.decode(value).getCount();
      }
      return total == events.size();
    } catch (UndecodableException e) {
      return false;
    }
  }

  /** Histories are published a second apart, so the last ones may come after everything else. */
  private boolean historiesAre(List<ListeningEvent> events) {
    try {
      AvroCodec<UserHistory> codec = new AvroCodec<>(UserHistory.class);
      int total = 0;
      for (byte[] value : histories.values()) {
        total += codec.decode(value).getInteractions().size();
      }
      return total == events.size();
    } catch (UndecodableException e) {
      return false;
    }
  }

  private void assertSame(Map<String, Map<String, Map<String, Double>>> expected)
      throws UndecodableException {
    AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);
    for (Map.Entry<String, Map<String, Map<String, Double>>> entry : expected.entrySet()) {
      Map<String, Map<String, Double>> actual = new TreeMap<>();
      byte[] value = requireNonNull(neighborhoods.get(entry.getKey()), entry.getKey());
      for (Relation relation : codec.decode(value).getRelations()) {
        Map<String, Double> shares = new TreeMap<>();
        for (Neighbor neighbor : relation.getNeighbors()) {
          shares.put(neighbor.getItemId(), (double) neighbor.getShare());
        }
        actual.put(relation.getNeighborType(), shares);
      }
      assertThat(actual.keySet()).isEqualTo(entry.getValue().keySet());
      actual.forEach((type, shares) -> assertShares(shares, entry.getValue().get(type)));
    }
  }

  private static void assertShares(
      Map<String, Double> actual, @Nullable Map<String, Double> expected) {
    assertThat(actual.keySet()).isEqualTo(requireNonNull(expected).keySet());
    actual.forEach(
        (id, share) -> assertThat(share).isCloseTo(requireNonNull(expected.get(id)), within(1e-6)));
  }

  private List<String> reasons() {
    return deadLetters.stream()
        .map(letter -> new String(letter.headers().lastHeader("freshet-reason").value(), UTF_8))
        .toList();
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Fails once, at a record after a completed checkpoint and in the second half of the events. */
  private static final class FailOnce extends RichMapFunction<RawRecord, RawRecord>
      implements CheckpointListener {
    static final AtomicBoolean FAILED = new AtomicBoolean();
    private static final long serialVersionUID = 1;
    static volatile boolean checkpointed;

    @Override
    public RawRecord map(RawRecord raw) {
      if (checkpointed && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("kaboom at " + raw.offset());
      }
      return raw;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      checkpointed = true;
    }
  }
}
