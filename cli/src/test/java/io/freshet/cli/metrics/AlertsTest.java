package io.freshet.cli.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whether alerts fire when they should and only then, as Prometheus's own {@code promtool} says.
 */
final class AlertsTest {
  private static final Path TESTS = Shipped.RULES.resolveSibling("rules-test");

  @Test
  void alertsFireWhenTheyShouldAndNotBefore() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("test", "rules"));
    groups().forEach(group -> arguments.add(tests(group).toString()));
    promtool(arguments);
  }

  @Test
  void promtoolAcceptsRulesAndConfiguration() throws Exception {
    promtool(List.of("check", "rules", Shipped.RULES.toString()));
    promtool(List.of("check", "config", Shipped.PROMETHEUS.toString()));
  }

  /** A group of rules has a file of tests; an alert has a moment at which it fires, and another. */
  @Test
  void everyAlertIsSeenFiringAndSeenQuiet() {
    List<JsonNode> groups = groups();
    assertThat(groups).hasSizeGreaterThan(4);
    for (JsonNode group : groups) {
      Set<String> alerts = new TreeSet<>();
      group.path("rules").forEach(rule -> alerts.add(rule.path("alert").asText()));
      alerts.remove("");
      Set<String> firing = new TreeSet<>();
      Set<String> quiet = new TreeSet<>();
      for (JsonNode test : Shipped.yaml(tests(group)).path("tests")) {
        for (JsonNode moment : test.path("alert_rule_test")) {
          boolean fires = !moment.path("exp_alerts").isEmpty();
          (fires ? firing : quiet).add(moment.path("alertname").asText());
        }
      }
      String name = group.path("name").asText();
      assertThat(firing).as("seen firing in tests of %s", name).isEqualTo(alerts);
      assertThat(quiet).as("seen quiet in tests of %s", name).containsAll(alerts);
    }
  }

  private static List<JsonNode> groups() {
    List<JsonNode> groups = new ArrayList<>();
    Shipped.yaml(Shipped.RULES).path("groups").forEach(groups::add);
    return groups;
  }

  private static Path tests(JsonNode group) {
    return TESTS.resolve(group.path("name").asText().replace("freshet-", "") + ".yml");
  }

  private static void promtool(List<String> arguments) throws IOException, InterruptedException {
    Optional<Path> program = LocalPrometheus.program("promtool");
    assumeTrue(program.isPresent(), "no promtool on the PATH: apt-get install prometheus");
    List<String> command = new ArrayList<>(List.of(program.orElseThrow().toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
