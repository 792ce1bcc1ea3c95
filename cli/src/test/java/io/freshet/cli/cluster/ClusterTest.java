package io.freshet.cli.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.CommandLines;
import io.freshet.cli.cluster.faults.GraphCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The whole system as processes: the jar of the jobs on Flink's own, with the configuration we
 * ship, through kills.
 */
final class ClusterTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Published shares may be off by epsilon and by the rounding of floats. */
  private static final double EPSILON = .05 + 1e-4;

  private final List<String> told = new ArrayList<>();

  @Test
  void killedProcessesComeBackAndTheGraphIsThatOfAllEvents(@TempDir Path directory)
      throws Exception {
    assumeTrue(isPackaged(), "flink-jobs is not packaged: run the build to its verify phase");
    Cluster cluster =
        Cluster.of(new ClusterSettings(directory, ROOT, 2, 120, 200, 2_000, 30), told::add);
    try {
      cluster.up();
      assertThat(cluster.state().isWell()).as("%s", cluster.state()).isTrue();
      Waiting.until("the ops page to know all processes", PATIENCE, () -> isWatched(cluster));
      assertThat(directory.resolve("prometheus.yml"))
          .content()
          .contains("127.0.0.1:" + cluster.state().ports().retrieval(), "rules.yml");
      // What a rollout started is the cluster's from then on, what it retired is not any more.
      nextRelease(cluster.release(), cluster.releases().resolve("second"));
      freshet("rollout", "second", "--cluster", directory.toString(), "--force");
      freshet("rollout", "first", "--cluster", directory.toString(), "--retire");
      for (List<String> killed :
          List.of(List.of("taskmanager-1", "inference"), List.of("jobmanager", "retrieval"))) {
        killed.forEach(name -> kill(cluster, name));
        assertThat(cluster.state().isWell()).isFalse();
        told.clear();
        cluster.up();
        assertThat(told).containsExactlyInAnyOrderElementsOf(starting(killed));
        Waiting.until("all jobs", PATIENCE, () -> cluster.state().isWell());
      }
      process(cluster, "events").destroy();

      GraphCheck check = new GraphCheck(cluster.state().kafka(), cluster.topics());
      Map<String, Map<String, Float>> expected = check.expected();
      assertThat(expected).hasSizeGreaterThan(100);
      Waiting.until(
          "the graph of all events",
          PATIENCE,
          () -> GraphCheck.distance(expected, check.published()) <= EPSILON);
      assertThat(cluster.state().jobs())
          .containsOnlyKeys(
              "freshet-catalog-feature-minilm-l6-v2-q",
              "freshet-embedding-second",
              "freshet-interaction-graph")
          .doesNotContainValue("FAILED");
    } finally {
      cluster.down();
    }
    assertThat(cluster.state().processes()).isEmpty();
  }

  /** Whether the page reads the metrics of every process, and tells of every job by them. */
  private static boolean isWatched(Cluster cluster) throws Exception {
    URI uri =
        URI.create("http://127.0.0.1:%d/api/status".formatted(cluster.state().ports().retrieval()));
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    JsonNode status =
        new ObjectMapper()
            .readTree(
                HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
    return status.at("/sources").size() == 5
        && status.at("/sources").findValuesAsText("state").stream().allMatch("ok"::equals)
        && status.at("/jobs").size() == cluster.state().jobs().size()
        && status.at("/jobs").findValues("busy").stream().allMatch(JsonNode::isNumber);
  }

  /** The same weights under another name, as fast as a release can be had. */
  private static void nextRelease(Path release, Path next) throws IOException {
    Files.createDirectory(next);
    Files.copy(release.resolve("hgnn.safetensors"), next.resolve("hgnn.safetensors"));
    ObjectMapper json = new ObjectMapper();
    ObjectNode description = (ObjectNode) json.readTree(release.resolve("release.json").toFile());
    description.put("release", String.valueOf(next.getFileName()));
    json.writeValue(next.resolve("release.json").toFile(), description);
  }

  private static void freshet(String... words) {
    StringWriter said = new StringWriter();
    CommandLine command =
        CommandLines.root().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
    System.setProperty("freshet.root", ROOT.toString());
    try {
      assertThat(command.execute(words)).as("%s", said).isZero();
    } finally {
      System.clearProperty("freshet.root");
    }
  }

  private static boolean isPackaged() throws IOException {
    Path target = ROOT.resolve("flink-jobs/target");
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.anyMatch(file -> file.toString().endsWith("-job.jar"));
    }
  }

  private static void kill(Cluster cluster, String name) {
    ProcessHandle process = process(cluster, name);
    assertThat(process.destroyForcibly()).isTrue();
    var unused = process.onExit().join();
  }

  private static ProcessHandle process(Cluster cluster, String name) {
    return requireNonNull(cluster.processes().get(name), name).running().orElseThrow();
  }

  private static List<String> starting(List<String> names) {
    return names.stream().map(name -> "starting " + name).toList();
  }
}
