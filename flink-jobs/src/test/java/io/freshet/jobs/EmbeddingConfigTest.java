package io.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.jobs.inference.InferenceConfig;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.jobs.kafka.KafkaSettings.Delivery;
import io.freshet.jobs.layer.AuditSettings;
import io.freshet.jobs.load.AdaptiveSettings;
import io.freshet.registry.SchemaConfig;
import io.freshet.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddingConfigTest {
  @Test
  void defaultsAreThoseOfTheComponents() {
    assertThat(EmbeddingConfig.defaults())
        .isEqualTo(
            new EmbeddingConfig(
                KafkaSettings.of("localhost:9092", "freshet-embedding-default"),
                new Topics("", 8),
                JobConfig.rebuildable(),
                SchemaConfig.defaults(),
                InferenceConfig.defaults().withEncoder("minilm-l6-v2-q").withRelease("default", 64),
                EmbeddingSettings.defaults()));
  }

  @Test
  void defaultsAreExact() {
    EmbeddingSettings defaults = EmbeddingConfig.defaults().embedding();

    assertThat(defaults.delta()).isZero();
    assertThat(defaults.gamma()).isZero();
    assertThat(defaults.theta()).isZero();
    assertThat(defaults.round()).isEqualTo(Duration.ofSeconds(1));
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
                Map.entry("inference.encoder-version", "v"),
                Map.entry("inference.text-dimensions", "768"),
                Map.entry("inference.timeout", "2s"),
                Map.entry("inference.attempts", "6"),
                Map.entry("inference.backoff", "7ms"),
                Map.entry("inference.max-backoff", "8s"),
                Map.entry("inference.max-batch", "9"),
                Map.entry("embedding.release", "r2"),
                Map.entry("embedding.encoder", "big"),
                Map.entry("embedding.layers", "3"),
                Map.entry("embedding.dimensions", "32"),
                Map.entry("embedding.text-dimensions", "768"),
                Map.entry("embedding.round", "250ms"),
                Map.entry("embedding.max-batch", "10"),
                Map.entry("embedding.combine-limit", "11"),
                Map.entry("embedding.delta", "0.02"),
                Map.entry("embedding.gamma", "0.03"),
                Map.entry("embedding.theta", "0.04"),
                Map.entry("embedding.max-staleness", "14m"),
                Map.entry("embedding.cache-entries", "13"),
                Map.entry("embedding.tombstone-retention", "12d"),
                Map.entry("embedding.audit.items", "15"),
                Map.entry("embedding.audit.interval", "16s"),
                Map.entry("embedding.audit.panel", "17"),
                Map.entry("embedding.audit.seed", "18"),
                Map.entry("embedding.adaptive.limit", "19"),
                Map.entry("embedding.adaptive.levels", "20"),
                Map.entry("embedding.adaptive.loosen-after", "21"),
                Map.entry("embedding.adaptive.tighten-after", "22")));
    values.putAll(SchemaKeys.values("p-item-neighborhoods"));

    assertThat(EmbeddingConfig.from(values))
        .isEqualTo(
            new EmbeddingConfig(
                new KafkaSettings("k:1", "g", Map.of("client.rack", "r"), Delivery.EXACTLY_ONCE),
                new Topics("p-", 3),
                new JobConfig(Duration.ofSeconds(5), "file:/c", 4),
                SchemaKeys.mapped("p-item-neighborhoods"),
                new InferenceConfig(
                    "i:2",
                    "r2",
                    "v",
                    32,
                    768,
                    Duration.ofSeconds(2),
                    6,
                    Duration.ofMillis(7),
                    Duration.ofSeconds(8),
                    9),
                new EmbeddingSettings(
                    "r2",
                    "big",
                    3,
                    32,
                    768,
                    Duration.ofMillis(250),
                    10,
                    11,
                    .02,
                    .03,
                    .04,
                    Duration.ofMinutes(14),
                    13,
                    Duration.ofDays(12),
                    new AuditSettings(15, Duration.ofSeconds(16), 17, 18),
                    new AdaptiveSettings(19, 20, 21, 22))));
  }

  @Test
  void unknownKeyIsAnError() {
    assertThatThrownBy(() -> EmbeddingConfig.from(Map.of("embedding.max-bach", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot configure: unknown keys ([embedding.max-bach])");
  }

  @ParameterizedTest
  @CsvSource({
    "embedding.layers,0",
    "embedding.layers,9",
    "embedding.dimensions,0",
    "embedding.text-dimensions,0",
    "embedding.round,0ms",
    "embedding.max-batch,0",
    "embedding.combine-limit,0",
    "embedding.delta,-0.1",
    "embedding.gamma,NaN",
    "embedding.theta,-1",
    "embedding.cache-entries,-1",
    "embedding.audit.items,-1",
    "embedding.audit.interval,0ms",
    "embedding.audit.panel,0",
    "embedding.adaptive.limit,0.9",
    "embedding.adaptive.levels,-1",
    "embedding.adaptive.loosen-after,0",
    "embedding.adaptive.tighten-after,0"
  })
  void valueOutOfRangeIsAnErrorThatNamesIt(String key, String value) {
    assertThatThrownBy(() -> EmbeddingConfig.from(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot configure");
  }
}
