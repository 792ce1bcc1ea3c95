package io.freshet.cli.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code deploy} and {@code docs} that speak of metrics. */
final class Shipped {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus/prometheus.yml");
  static final Path RULES = ROOT.resolve("deploy/prometheus/rules.yml");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Shipped() {}

  static JsonNode yaml(Path file) {
    return JSON.valueToTree(new Yaml().load(text(file)));
  }

  static List<JsonNode> dashboards() {
    try (Stream<Path> files = Files.list(ROOT.resolve("deploy/grafana/dashboards"))) {
      return files.sorted().map(Shipped::json).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name that the scrape configuration gives a series. */
  static String renamed(String series) {
    JsonNode rule = yaml(PROMETHEUS).at("/scrape_configs/0/metric_relabel_configs/0");
    Matcher matcher = Pattern.compile(rule.path("regex").asText()).matcher(series);
    return matcher.matches() ? matcher.replaceFirst(rule.path("replacement").asText()) : series;
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
