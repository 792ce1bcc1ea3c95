package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.jobs.CatalogFeatureConfig;
import io.freshet.jobs.CatalogFeatureJob;
import io.freshet.jobs.EmbeddingConfig;
import io.freshet.jobs.EmbeddingJob;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.InteractionGraphJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.ParseResult;

/**
 * What can be said of {@code docker-compose.yml} and {@code deploy} without a container engine:
 * that they name what there is, and that our commands and jobs take the arguments they are given.
 */
final class DeploymentFilesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void commandsAreOursAndTakeTheirArguments() throws IOException {
    int commands = 0;
    for (Map<?, ?> service : services().values()) {
      if (text(service, "image").matches("freshet(-gpu)?:.*")) {
        ParseResult parsed = Main.commandLine().parseArgs(words(service));
        assertThat(parsed.hasSubcommand()).as("%s", service).isTrue();
        commands++;
      }
    }
    assertThat(commands).isGreaterThanOrEqualTo(7);
  }

  @Test
  void jobsTakeTheirArgumentsAndAreLookedForByTheNamesTheyRunUnder() throws IOException {
    Map<String, String> names = new TreeMap<>();
    for (Map<?, ?> service : services().values()) {
      String[] words = words(service);
      if (words[0].equals("submit.sh")) {
        names.put(words[2], name(words[2], arguments(words)));
        assertThat(words[1]).isEqualTo(names.get(words[2]));
      }
    }
    assertThat(names)
        .containsOnlyKeys(
            CatalogFeatureJob.class.getName(),
            EmbeddingJob.class.getName(),
            InteractionGraphJob.class.getName());
  }

  /** Name of a job with that configuration, which refuses a key that it does not know. */
  private static String name(String main, Map<String, String> arguments) {
    if (main.equals(InteractionGraphJob.class.getName())) {
      assertThat(InteractionGraphConfig.from(arguments).topics().partitions()).isPositive();
      return "freshet-interaction-graph";
    }
    return main.equals(EmbeddingJob.class.getName())
        ? "freshet-embedding-" + EmbeddingConfig.from(arguments).embedding().release()
        : "freshet-catalog-feature-" + CatalogFeatureConfig.from(arguments).feature().encoder();
  }

  @Test
  void portsAreThisMachinesAloneAndImagesArePinned() throws IOException {
    services()
        .forEach(
            (name, service) -> {
              assertThat(text(service, "image")).as(name).matches("[a-z/-]+:v?[0-9]+\\.[0-9.]+");
              for (Object port : list(service, "ports")) {
                assertThat(port.toString()).as(name).startsWith("127.0.0.1:");
              }
            });
  }

  @Test
  void whatServicesDependOnAndMountIsThere() throws IOException {
    Map<String, Map<?, ?>> services = services();
    services.forEach(
        (name, service) -> {
          Object needed = service.get("depends_on");
          if (needed instanceof Map<?, ?> conditions) {
            assertThat(services.keySet()).as(name).containsAll(strings(conditions.keySet()));
          }
          for (Object volume : list(service, "volumes")) {
            String source = volume.toString().replaceAll(":.*", "");
            assertThat(!source.startsWith("./") || Files.exists(ROOT.resolve(source)))
                .as("%s of %s", source, name)
                .isTrue();
          }
          if (service.get("build") instanceof Map<?, ?> build) {
            assertThat(ROOT.resolve(text(build, "dockerfile"))).as(name).exists();
          }
        });
  }

  /** The same for the Kubernetes files: jobs by their arguments, servers by their commands. */
  @Test
  void kubernetesFilesGiveOurJobsAndServersWhatTheyTake() throws IOException {
    int jobs = 0;
    int servers = 0;
    for (String file : List.of("flink-jobs.yaml", "servers.yaml")) {
      String text = Files.readString(ROOT.resolve("deploy/kubernetes").resolve(file));
      for (Object document : new Yaml().loadAll(text)) {
        JsonNode resource = new ObjectMapper().valueToTree(document);
        if (resource.path("kind").asText().equals("FlinkDeployment")) {
          JsonNode job = resource.at("/spec/job");
          String name = name(job.path("entryClass").asText(), arguments(job.path("args")));
          assertThat(name).startsWith(resource.at("/metadata/name").asText());
          jobs++;
        } else if (resource.path("kind").asText().equals("Deployment")) {
          String[] words =
              new ObjectMapper()
                  .convertValue(
                      resource.at("/spec/template/spec/containers/0/args"), String[].class);
          assertThat(Main.commandLine().parseArgs(words).hasSubcommand()).isTrue();
          servers++;
        }
      }
    }
    assertThat(jobs).isEqualTo(3);
    assertThat(servers).isEqualTo(3);
  }

  /** As Flink reads them: its defaults differ from version to version. */
  @Test
  void jobsRestartForeverAndMoreSlowlyEachTimeWhereverTheyRun() throws IOException {
    List<Configuration> all = new ArrayList<>();
    all.add(GlobalConfiguration.loadConfiguration(ROOT.resolve("deploy/flink").toString()));
    String jobs = Files.readString(ROOT.resolve("deploy/kubernetes/flink-jobs.yaml"));
    for (Object document : new Yaml().loadAll(jobs)) {
      JsonNode keys =
          new ObjectMapper().<JsonNode>valueToTree(document).at("/spec/flinkConfiguration");
      Configuration configuration = new Configuration();
      keys.properties()
          .forEach(key -> configuration.setString(key.getKey(), key.getValue().asText()));
      all.add(configuration);
    }
    assertThat(all).hasSize(4);
    for (Configuration each : all) {
      assertThat(each.getOptional(RestartStrategyOptions.RESTART_STRATEGY))
          .contains("exponential-delay");
      assertThat(
              each.getOptional(
                  RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF))
          .contains(Duration.ofSeconds(1));
      assertThat(
              each.getOptional(
                  RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF))
          .contains(Duration.ofMinutes(1));
      assertThat(
              each.getOptional(
                  RestartStrategyOptions
                      .RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD))
          .contains(Duration.ofMinutes(10));
      assertThat(
              each.getOptional(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS))
          .as("no limit")
          .isEmpty();
    }
  }

  private static Map<String, String> arguments(JsonNode words) {
    Map<String, String> arguments = new TreeMap<>();
    for (int place = 0; place < words.size(); place += 2) {
      arguments.put(
          words.get(place).asText().substring("--".length()), words.get(place + 1).asText());
    }
    return arguments;
  }

  @Test
  void prometheusLooksAtServicesThatThereAre() throws IOException {
    String config = Files.readString(ROOT.resolve("deploy/prometheus/prometheus.yml"));
    assertThat(config).contains("[jobmanager, taskmanager]");
    for (String target : List.of("encoder", "inference", "retrieval")) {
      assertThat(config).contains("\"" + target + ":");
      assertThat(services()).containsKey(target);
    }
    Map<?, ?> flink = read(ROOT.resolve("deploy/flink/config.yaml"));
    assertThat(text(flink, "metrics.reporter.prom")).contains("port=9249");
  }

  private static Map<String, Map<?, ?>> services() throws IOException {
    Map<String, Map<?, ?>> services = new TreeMap<>();
    if (read(ROOT.resolve("docker-compose.yml")).get("services") instanceof Map<?, ?> all) {
      all.forEach((name, service) -> services.put(name.toString(), (Map<?, ?>) service));
    }
    return services;
  }

  private static Map<?, ?> read(Path file) throws IOException {
    return new Yaml().load(Files.readString(file));
  }

  private static String[] words(Map<?, ?> service) {
    return text(service, "command").trim().split("\\s+");
  }

  private static Map<String, String> arguments(String[] words) {
    Map<String, String> arguments = new TreeMap<>();
    IntStream.iterate(3, place -> place < words.length, place -> place + 2)
        .forEach(place -> arguments.put(words[place].substring("--".length()), words[place + 1]));
    return arguments;
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }

  private static Collection<?> list(Map<?, ?> map, String key) {
    return map.get(key) instanceof Collection<?> values ? values : List.of();
  }

  private static List<String> strings(Collection<?> values) {
    return Stream.of(values.toArray()).map(Object::toString).toList();
  }
}
