package io.freshet.cli.playground;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

final class FlinkMetricsTest {
  private static final Path DEPLOY = Path.of("../deploy");
  private static final int PORT = 9249;

  @Test
  void playgroundExportsWhatTheShippedConfigurationExports() throws IOException {
    JsonNode shipped = read(Files.readString(DEPLOY.resolve("flink/config.yaml")));
    Map<String, String> keys = new TreeMap<>();
    for (String prefix : new String[] {"metrics.reporter.prom", "state.backend.rocksdb"}) {
      flatten(prefix, shipped.path(prefix), keys);
    }
    keys.keySet().removeIf(key -> !isOfMetrics(key));
    assertThat(keys).isEqualTo(ours());
  }

  @Test
  void jobsOnKubernetesExportTheSame() throws IOException {
    int jobs = 0;
    for (Object document :
        new Yaml().loadAll(Files.readString(DEPLOY.resolve("kubernetes/flink-jobs.yaml")))) {
      Map<String, String> keys = new TreeMap<>();
      new ObjectMapper()
          .<JsonNode>valueToTree(document)
          .at("/spec/flinkConfiguration")
          .properties()
          .forEach(key -> keys.put(key.getKey(), key.getValue().asText()));
      keys.keySet().removeIf(key -> !isOfMetrics(key));
      assertThat(keys).isEqualTo(ours());
      jobs++;
    }
    assertThat(jobs).isEqualTo(3);
  }

  private static Map<String, String> ours() {
    Configuration configuration = new Configuration();
    FlinkMetrics.configure(configuration, PORT);
    return new TreeMap<>(configuration.toMap());
  }

  private static boolean isOfMetrics(String key) {
    return key.startsWith("metrics.") || key.startsWith("state.backend.rocksdb.metrics.");
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> keys) {
    if (node.isObject()) {
      node.properties().forEach(it -> flatten(prefix + "." + it.getKey(), it.getValue(), keys));
    } else {
      keys.put(prefix, node.asText());
    }
  }

  private static JsonNode read(String yaml) {
    return new ObjectMapper().valueToTree(new Yaml().load(yaml));
  }
}
