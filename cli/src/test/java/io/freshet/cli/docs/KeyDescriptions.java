package io.freshet.cli.docs;

import io.freshet.jobs.ConfigKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Descriptions of the jobs' keys: the comments of the records that hold their values. */
final class KeyDescriptions {
  private static final String JOBS = "flink-jobs/src/main/java/io/freshet/jobs/";
  private static final String REGISTRY = "schema-registry/src/main/java/io/freshet/registry/";

  /** Keys that are not called as their component is. */
  private static final Map<String, String> COMPONENTS =
      Map.ofEntries(
          Map.entry("kafka.property.<name>", "properties"),
          Map.entry("edge.half-life.<name>", "halfLives"),
          Map.entry("edge.adaptive.lag", "adaptiveLag"),
          Map.entry("schema.registry-url", "url"),
          Map.entry("schema.registry-api", "api"),
          Map.entry("schema.registry-credentials", "credentials"));

  /** Records by the beginning of the keys they hold; the first that knows a key describes it. */
  private static final List<Map.Entry<String, String>> RECORDS =
      List.of(
          Map.entry("kafka.", JOBS + "kafka/KafkaSettings.java"),
          Map.entry("topics.", "schemas/src/main/java/io/freshet/schemas/Topics.java"),
          Map.entry("job.", JOBS + "JobConfig.java"),
          Map.entry("schema.output-", REGISTRY + "OutputSchemas.java"),
          Map.entry("schema.", REGISTRY + "InputSchemas.java"),
          Map.entry("schema.", REGISTRY + "RegistryConfig.java"),
          Map.entry("event.", JOBS + "event/EventConfig.java"),
          Map.entry("interaction.", JOBS + "interaction/InteractionConfig.java"),
          Map.entry("interaction.", JOBS + "interaction/CapConfig.java"),
          Map.entry("edge.adaptive.", JOBS + "load/AdaptiveSettings.java"),
          Map.entry("edge.", JOBS + "edge/EdgeConfig.java"),
          Map.entry("statistic.", JOBS + "statistic/StatisticConfig.java"),
          Map.entry("inference.", JOBS + "inference/InferenceConfig.java"),
          Map.entry("feature.", JOBS + "feature/FeatureConfig.java"),
          Map.entry("embedding.audit.", JOBS + "layer/AuditSettings.java"),
          Map.entry("embedding.adaptive.", JOBS + "load/AdaptiveSettings.java"),
          Map.entry("embedding.", JOBS + "EmbeddingSettings.java"));

  private final Path root;
  private final Map<String, Map<String, String>> params = new HashMap<>();

  KeyDescriptions(Path root) {
    this.root = root;
  }

  /** What the key is; it fails where nothing says so. */
  String of(ConfigKey key) throws IOException {
    if (key.key().startsWith("interaction.strength.")) {
      return "strength of this signal; a stream's is scaled by the share that was played";
    }
    if (key.key().startsWith("schema.framing.")) {
      return "the same for this topic alone";
    }
    List<String> looked = new ArrayList<>();
    for (Map.Entry<String, String> each : RECORDS) {
      if (key.key().startsWith(each.getKey())) {
        Optional<String> found = description(each.getValue(), component(key, each.getKey()));
        if (found.isPresent()) {
          return found.get();
        }
        looked.add(each.getValue());
      }
    }
    throw new AssertionError("nothing describes %s in %s".formatted(key.key(), looked));
  }

  private Optional<String> description(String source, String component) throws IOException {
    if (!params.containsKey(source)) {
      params.put(source, JavadocParams.of(root.resolve(source)));
    }
    return Optional.ofNullable(params.get(source).get(component));
  }

  /** {@code top-k} of {@code edge.top-k} as {@code topK}. */
  private static String component(ConfigKey key, String prefix) {
    StringBuilder name = new StringBuilder();
    for (String word : key.key().substring(prefix.length()).split("-", -1)) {
      name.append(
          name.isEmpty() || word.isEmpty()
              ? word
              : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return COMPONENTS.getOrDefault(key.key(), name.toString());
  }
}
