package io.freshet.server.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.kafka.EmbeddedKafka;
import io.freshet.kafka.EmbeddedRegistry;
import io.freshet.registry.InputSchemas;
import io.freshet.registry.OutputFraming;
import io.freshet.registry.OutputSchemas;
import io.freshet.registry.RegistryConfig;
import io.freshet.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics in the registry's frame, with a registry that is away at first. */
final class FramedTopicsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Topics topics = new Topics("framed-", 1);

  @Test
  void topicsInTheRegistrysFrameBecomeAnswersOnceTheRegistryIsThere(@TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      kafka.createTopics(topics.fixed());
      kafka.createTopics(List.of(topics.itemEmbeddings("r1")));
      RegistryConfig config =
          RegistryConfig.defaults().at(registry.url()).withRetries(2, Duration.ofMillis(1));
      fill(kafka, new OutputSchemas(OutputFraming.CONFLUENT_REGISTER, config));
      assertThat(registry.schemas("framed-catalog-items-value")).hasSize(1);
      registry.failNext(12, 503);

      try (RetrievalServer server =
          RetrievalServer.start(
              RetrievalServerConfig.defaults()
                  .withBootstrapServers(kafka.bootstrapServers())
                  .withTopicPrefix(topics.prefix())
                  .withSchemas(InputSchemas.defaults().withRegistry(config))
                  .withAddress("127.0.0.1", 0))) {
        await(server::isReady);
        assertThat(server.indexSize()).isEqualTo(2);
      }
    }
  }

  private void fill(EmbeddedKafka kafka, OutputSchemas framing) {
    try (KafkaWorld world = new KafkaWorld(kafka.bootstrapServers(), topics, framing)) {
      world.announce("r1", 1, 1);
      world.activate("r1");
      world.catalog("north", "track");
      world.embedding("r1", "north", 1, 0, 1);
      world.embedding("r1", "east", 1, 1, 0);
      world.history("ann", 1, "north");
      world.statistics("east", 7);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadlineNanos);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
