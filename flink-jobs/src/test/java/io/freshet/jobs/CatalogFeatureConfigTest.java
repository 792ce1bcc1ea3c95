package io.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.jobs.feature.FeatureConfig;
import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.jobs.kafka.KafkaSettings.Delivery;
import io.freshet.registry.SchemaConfig;
import io.freshet.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatalogFeatureConfigTest {
  @Test
  void defaultsAreThoseOfTheComponents() {
    assertThat(CatalogFeatureConfig.defaults())
        .isEqualTo(
            new CatalogFeatureConfig(
                KafkaSettings.of("localhost:9092", "freshet-catalog-feature-minilm-l6-v2-q"),
                new Topics("", 8),
                JobConfig.defaults(),
                SchemaConfig.defaults(),
                InferenceConfig.defaults().withEncoder("minilm-l6-v2-q"),
                FeatureConfig.defaults()));
  }

  @Test
  void everyKeyIsMapped() {
    Map<String, String> values =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("kafka.bootstrap-servers", "k:1"),
                Map.entry("kafka.group", "g"),
                Map.entry("kafka.property.client.rack", "r"),
                Map.entry("kafka.delivery", "exactly-once"),
                Map.entry("topics.prefix", "p-"),
                Map.entry("topics.partitions", "3"),
                Map.entry("job.checkpoint-interval", "5s"),
                Map.entry("job.checkpoint-directory", "file:/c"),
                Map.entry("job.parallelism", "4"),
                Map.entry("inference.target", "i:2"),
                Map.entry("inference.release", "r1"),
                Map.entry("inference.encoder-version", "v"),
                Map.entry("inference.dimensions", "32"),
                Map.entry("inference.text-dimensions", "768"),
                Map.entry("inference.timeout", "2s"),
                Map.entry("inference.attempts", "6"),
                Map.entry("inference.backoff", "7ms"),
                Map.entry("inference.max-backoff", "8s"),
                Map.entry("inference.max-batch", "9"),
                Map.entry("feature.encoder", "big"),
                Map.entry("feature.max-batch", "10"),
                Map.entry("feature.max-batch-delay", "11ms"),
                Map.entry("feature.max-text-chars", "12"),
                Map.entry("feature.max-bytes", "13"),
                Map.entry("feature.max-id-bytes", "14"),
                Map.entry("feature.tombstone-retention", "15d")));
    values.putAll(SchemaKeys.values("p-catalog-items"));

    assertThat(CatalogFeatureConfig.from(values))
        .isEqualTo(
            new CatalogFeatureConfig(
                new KafkaSettings("k:1", "g", Map.of("client.rack", "r"), Delivery.EXACTLY_ONCE),
                new Topics("p-", 3),
                new JobConfig(Duration.ofSeconds(5), "file:/c", 4),
                SchemaKeys.mapped("p-catalog-items"),
                new InferenceConfig(
                    "i:2",
                    "r1",
                    "v",
                    32,
                    768,
                    Duration.ofSeconds(2),
                    6,
                    Duration.ofMillis(7),
                    Duration.ofSeconds(8),
                    9),
                new FeatureConfig(
                    "big", 10, Duration.ofMillis(11), 12, 13, 14, Duration.ofDays(15))));
  }

  @Test
  void unknownKeyIsAnError() {
    assertThatThrownBy(() -> CatalogFeatureConfig.from(Map.of("feature.max-bach", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("feature.max-bach");
  }

  @Test
  void uidsAreFixedAndNameTheEncoder() {
    assertThat(CatalogFeatureOperator.values())
        .extracting(operator -> operator.uid("e"))
        .containsExactly(
            "catalog-feature-e-read-catalog-items",
            "catalog-feature-e-check-catalog-items",
            "catalog-feature-e-encode-items",
            "catalog-feature-e-write-features",
            "catalog-feature-e-write-dead-letters");
  }
}
