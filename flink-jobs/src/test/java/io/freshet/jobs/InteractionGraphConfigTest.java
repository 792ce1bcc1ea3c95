package io.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.jobs.edge.EdgeConfig;
import io.freshet.jobs.event.EventConfig;
import io.freshet.jobs.interaction.CapConfig;
import io.freshet.jobs.interaction.InteractionConfig;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.jobs.kafka.KafkaSettings.Delivery;
import io.freshet.jobs.load.AdaptiveSettings;
import io.freshet.jobs.statistic.StatisticConfig;
import io.freshet.schemas.Signal;
import io.freshet.schemas.Topics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InteractionGraphConfigTest {
  @Test
  void noKeysGiveTheDefaults() {
    assertThat(InteractionGraphConfig.from(Map.of())).isEqualTo(InteractionGraphConfig.defaults());
  }

  @Test
  void everyKeyIsMapped() {
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap-servers", "broker:1");
    values.put("kafka.group", "g");
    values.put("kafka.delivery", "exactly-once");
    values.put("kafka.property.security.protocol", "SSL");
    values.put("topics.prefix", "p-");
    values.put("topics.partitions", "3");
    values.put("job.checkpoint-interval", "7s");
    values.put("job.checkpoint-directory", "file:///c");
    values.put("job.parallelism", "5");
    values.putAll(SchemaKeys.values("p-listening-events"));
    values.put("event.max-skew", "1m");
    values.put("event.horizon", "30d");
    values.put("event.max-bytes", "1000");
    values.put("event.max-id-bytes", "100");
    values.put("interaction.history", "10");
    values.put("interaction.horizon", "30d");
    values.put("interaction.pair-window", "2d");
    values.put("interaction.kernel-half-life", "12h");
    values.put("interaction.min-play", "PT15S");
    values.put("interaction.recent-ids", "20");
    values.put("interaction.id-retention", "2d");
    values.put("interaction.session-gap", "40m");
    values.put("interaction.across-sessions", "0.4");
    values.put("interaction.max-minute-events", "30");
    values.put("interaction.max-daily-events", "400");
    values.put("interaction.max-pairs-per-event", "9");
    values.put("interaction.pair-cap", "12.5");
    values.put("interaction.item-cap", "Infinity");
    values.put("interaction.damping-from", "50");
    values.put("interaction.damping-exponent", "0.5");
    values.put("interaction.publish-interval", "250ms");
    values.put("interaction.cache-entries", "77");
    for (Signal signal : Signal.values()) {
      values.put("interaction.strength." + signal.name().toLowerCase(Locale.ROOT), "0.5");
    }
    values.put("edge.half-life", "10d");
    values.put("edge.half-life.podcast", "5d");
    values.put("edge.candidates", "100");
    values.put("edge.top-k", "20");
    values.put("edge.min-support", "3");
    values.put("edge.drift-epsilon", "0.1");
    values.put("edge.max-staleness", "2h");
    values.put("edge.publish-interval", "2s");
    values.put("edge.bundle-size", "50");
    values.put("edge.bundle-delay", "10ms");
    values.put("edge.cache-entries", "8");
    values.put("edge.takedowns", "9");
    values.put("edge.sweep", "30m");
    values.put("edge.sweep-rate", "55");
    values.put("edge.adaptive.limit", "3");
    values.put("edge.adaptive.levels", "2");
    values.put("edge.adaptive.loosen-after", "7");
    values.put("edge.adaptive.tighten-after", "11");
    values.put("edge.adaptive.lag", "4s");
    values.put("statistic.epsilon", "0.2");
    values.put("statistic.publish-interval", "3s");
    values.put("statistic.cache-entries", "78");

    Map<Signal, Double> strengths = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      strengths.put(signal, 0.5);
    }
    assertThat(InteractionGraphConfig.from(values))
        .isEqualTo(
            new InteractionGraphConfig(
                new KafkaSettings(
                    "broker:1", "g", Map.of("security.protocol", "SSL"), Delivery.EXACTLY_ONCE),
                new Topics("p-", 3),
                new JobConfig(Duration.ofSeconds(7), "file:///c", 5),
                SchemaKeys.mapped("p-listening-events"),
                new EventConfig(Duration.ofMinutes(1), Duration.ofDays(30), 1_000, 100),
                new InteractionConfig(
                    10,
                    Duration.ofDays(30),
                    Duration.ofDays(2),
                    Duration.ofHours(12),
                    Duration.ofMinutes(40),
                    0.4,
                    Duration.ofSeconds(15),
                    strengths,
                    20,
                    Duration.ofDays(2),
                    new CapConfig(30, 400, 9, 12.5, Double.POSITIVE_INFINITY, 50, 0.5),
                    Duration.ofMillis(250),
                    77),
                new EdgeConfig(
                    Duration.ofDays(10),
                    Map.of("podcast", Duration.ofDays(5)),
                    100,
                    20,
                    3,
                    0.1,
                    Duration.ofHours(2),
                    Duration.ofSeconds(2),
                    50,
                    Duration.ofMillis(10),
                    8,
                    9,
                    Duration.ofMinutes(30),
                    55,
                    new AdaptiveSettings(3, 2, 7, 11),
                    Duration.ofSeconds(4)),
                new StatisticConfig(0.2, Duration.ofSeconds(3), 78)));
  }

  @Test
  void unknownKeysAndBadValuesAreErrorsThatNameThem() {
    assertThatThrownBy(() -> InteractionGraphConfig.from(Map.of("edge.topk", "3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot configure: unknown keys ([edge.topk])");
    assertThatThrownBy(() -> InteractionGraphConfig.from(Map.of("edge.half-life", "soon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("edge.half-life")
        .hasMessageContaining("soon");
    for (Map<String, String> values :
        List.of(
            Map.of("schema.framing.unread-topic", "raw"),
            Map.of("schema.framing", "json"),
            Map.of("schema.framing", "confluent"),
            Map.of("schema.output-framing", "confluent-look-up"),
            Map.of("interaction.item-cap", "NaN"),
            Map.of("interaction.pair-cap", "0"),
            Map.of("interaction.damping-exponent", "-1"),
            Map.of("interaction.max-minute-events", "0"),
            Map.of("interaction.across-sessions", "1.1"),
            Map.of("interaction.session-gap", "PT-1S"),
            Map.of("edge.adaptive.limit", "0.5"),
            Map.of("edge.adaptive.lag", "0s"),
            Map.of("schema.registry-api", "apicurio"))) {
      assertThatThrownBy(() -> InteractionGraphConfig.from(values))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Cannot configure");
    }
    assertThatThrownBy(() -> ConfigReader.arguments("--a", "1", "--b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--b");
    assertThat(ConfigReader.arguments("--a", "1", "--b", "-2"))
        .isEqualTo(Map.of("a", "1", "b", "-2"));
  }
}
