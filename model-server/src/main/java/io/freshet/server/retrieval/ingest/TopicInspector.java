package io.freshet.server.retrieval.ingest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker about topics. Who may not read a topic's settings gets Kafka's default. */
final class TopicInspector implements Function<String, TopicFacts> {
  private static final Logger LOG = LoggerFactory.getLogger(TopicInspector.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration DEFAULT_RETENTION = Duration.ofDays(1);

  private final Map<String, Object> properties;

  /** Asks with the properties of a consumer. */
  TopicInspector(Map<String, String> consumerProperties) {
    properties = new HashMap<>();
    consumerProperties.forEach(
        (name, value) -> {
          if (AdminClientConfig.configNames().contains(name)) {
            properties.put(name, value);
          }
        });
  }

  @Override
  public TopicFacts apply(String topic) {
    try (Admin admin = Admin.create(properties)) {
      TopicDescription described =
          requireNonNull(
              answered(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic),
              "described is null");
      return new TopicFacts(described.topicId().toString(), retention(admin, topic));
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot ask about %s: %s".formatted(topic, e.getCause()), e.getCause());
    }
  }

  private static Duration retention(Admin admin, String topic) throws ExecutionException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config settings =
          requireNonNull(
              answered(admin.describeConfigs(List.of(resource)).all()).get(resource),
              "settings is null");
      ConfigEntry entry = settings.get(TopicConfig.DELETE_RETENTION_MS_CONFIG);
      return entry == null ? DEFAULT_RETENTION : Duration.ofMillis(Long.parseLong(entry.value()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        LOG.warn(
            "Cannot read {} of {}: not authorized; taking {}",
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            topic,
            DEFAULT_RETENTION);
        return DEFAULT_RETENTION;
      }
      throw e;
    }
  }

  private static <T> T answered(KafkaFuture<T> asked) throws ExecutionException {
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Cannot ask the broker: no answer in " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot ask the broker: interrupted", e);
    }
  }
}
