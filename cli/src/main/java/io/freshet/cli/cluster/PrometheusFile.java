package io.freshet.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * The Prometheus configuration that we ship, for processes of this machine: only who is scraped is
 * another, and where the rules lie. JSON is YAML, so it is written as JSON.
 */
public final class PrometheusFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PrometheusFile() {}

  /**
   * The configuration.
   *
   * @param shipped directory of {@code prometheus.yml} and {@code rules.yml}
   * @param targets host and port of processes, by the name of their scrape job
   * @throws IllegalArgumentException when a scrape job that is shipped has no targets
   */
  public static ObjectNode of(Path shipped, Map<String, List<String>> targets) throws IOException {
    String text = Files.readString(shipped.resolve("prometheus.yml"));
    ObjectNode all = JSON.valueToTree(new Yaml().load(text));
    ArrayNode rules = all.putArray("rule_files");
    rules.add(shipped.resolve("rules.yml").toAbsolutePath().normalize().toString());
    for (JsonNode job : all.path("scrape_configs")) {
      String name = job.path("job_name").asText();
      if (!targets.containsKey(name)) {
        throw new IllegalArgumentException(
            "Cannot configure Prometheus: nothing to scrape is known of job %s".formatted(name));
      }
      ObjectNode ours = (ObjectNode) job;
      ours.remove("dns_sd_configs");
      ArrayNode addresses = ours.putArray("static_configs").addObject().putArray("targets");
      targets.get(name).forEach(addresses::add);
    }
    return all;
  }

  /** Writes it; an older one is replaced. */
  static void write(Path file, ObjectNode configuration) throws IOException {
    Files.writeString(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(configuration));
  }
}
