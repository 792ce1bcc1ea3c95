package io.freshet.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.net.BindException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaTest {
  private final Topics topics = new Topics("", 2);

  @Test
  void dataAndPortsSurviveARestartInTheSameDirectory(@TempDir Path directory) throws Exception {
    String address;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      address = kafka.bootstrapServers();
      kafka.createTopics(topics.fixed());
      produce(kafka, List.of("one", "two"));
      assertThat(consume(kafka, 2)).containsExactly("one", "two");
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      assertThat(kafka.bootstrapServers()).isEqualTo(address);
      assertThat(kafka.createTopics(topics.fixed())).isEmpty();
      produce(kafka, List.of("three"));
      assertThat(consume(kafka, 3)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void aPortThatSomebodyTookIsReplacedAndTheNewOneIsRemembered(@TempDir Path directory)
      throws Exception {
    EmbeddedKafka.start(directory).close();
    String before = EmbeddedKafka.recordedAddress(directory).orElseThrow();
    int port = Integer.parseInt(before.substring(before.indexOf(':') + 1));
    try (ServerSocketChannel taken = FreePorts.listen(port);
        EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      assertThat(taken.isOpen()).isTrue();
      assertThat(kafka.bootstrapServers()).isNotEqualTo(before);
      assertThat(EmbeddedKafka.recordedAddress(directory)).contains(kafka.bootstrapServers());
      assertThat(kafka.createTopics(topics.fixed())).isNotEmpty();
    }
  }

  /** From the choice of its ports on nobody else can take them. */
  @Test
  void portsAreHeldBeforeTheBrokerIsStarted(@TempDir Path directory) throws Exception {
    try (BrokerSockets sockets = BrokerSockets.open(directory)) {
      for (int port : List.of(sockets.brokerPort(), sockets.controllerPort())) {
        assertThatThrownBy(() -> FreePorts.listen(port)).isInstanceOf(BindException.class);
      }
    }
  }

  @Test
  void topicsAreCreatedOnceWithTheirCleanupPolicy(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      assertThat(kafka.createTopics(topics.fixed())).hasSize(topics.fixed().size());
      Set<String> added = kafka.createTopicsWithDeadLetters(topics.fixed());
      assertThat(added).hasSize(topics.fixed().size()).allMatch(name -> name.endsWith(".dlq"));
      assertThat(setting(kafka, topics.catalogItems().name(), "cleanup.policy"))
          .isEqualTo("compact");
      assertThat(setting(kafka, topics.listeningEvents().name(), "cleanup.policy"))
          .isEqualTo("delete");
      assertThat(setting(kafka, topics.catalogItems().deadLetters(), "cleanup.policy"))
          .isEqualTo("delete");
    }
  }

  /** What was created takes records at once: every leader answers the first question. */
  @Test
  void topicsTakeRecordsWhenTheyHaveBeenCreated(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Admin impatient =
            Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers(), "retries", "0"))) {
      for (int time = 0; time < 3; time++) {
        Topics many = new Topics("time" + time + "-", 8);
        kafka.createTopics(many.fixed());
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (Topic topic : many.fixed()) {
          for (int partition = 0; partition < topic.partitions(); partition++) {
            ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
          }
        }
        assertThat(impatient.listOffsets(ends).all().get()).hasSize(ends.size());
      }
    }
  }

  @Test
  void recordsAreKeptHoweverFarBackTheyAreDated(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      kafka.createTopics(List.of(topics.listeningEvents()));
      assertThat(setting(kafka, topics.listeningEvents().name(), "retention.ms")).isEqualTo("-1");
    }
  }

  @Test
  void closingTwiceIsHarmless(@TempDir Path directory) throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(directory);
    kafka.close();
    kafka.close();
    assertThat(directory.resolve("log").resolve("meta.properties")).exists();
  }

  private void produce(EmbeddedKafka kafka, List<String> values) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        producer
            .send(new ProducerRecord<>(topics.catalogItems().name(), 0, "key" + value, value))
            .get();
      }
    }
  }

  private List<String> consume(EmbeddedKafka kafka, int count) {
    TopicPartition partition = new TopicPartition(topics.catalogItems().name(), 0);
    List<String> values = new ArrayList<>();
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      for (int polls = 0; values.size() < count && polls < 100; polls++) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }

  private static String setting(EmbeddedKafka kafka, String topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource))
          .get(name)
          .value();
    }
  }
}
