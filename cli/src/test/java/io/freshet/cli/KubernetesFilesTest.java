package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The resources in {@code deploy/kubernetes} have the fields that Kubernetes and the Flink operator
 * know. The operator's schema has that of pods in it, which servers have too.
 *
 * <p>That schema is older than our Flink and names no version of it; the version is compared with
 * the Flink that the jobs are built with.
 */
final class KubernetesFilesTest {
  private static final Path DIRECTORY = Path.of("../deploy/kubernetes");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesSchema SCHEMA = KubernetesSchema.ofFlinkDeployments();

  @Test
  void jobsAreFlinkDeploymentsThatTheOperatorTakes() throws IOException {
    List<ObjectNode> jobs = resources("flink-jobs.yaml", "FlinkDeployment");
    assertThat(jobs).hasSize(3);
    for (ObjectNode job : jobs) {
      ObjectNode spec = job.withObject("/spec");
      assertThat("v" + EnvironmentInformation.getVersion().replace('.', '_'))
          .startsWith(spec.remove("flinkVersion").asText() + "_");
      assertThat(SCHEMA.of("spec").mistakes(spec)).as(name(job)).isEmpty();
    }
  }

  @Test
  void podsOfServersAreThoseOfKubernetes() throws IOException {
    List<ObjectNode> servers = resources("servers.yaml", "Deployment");
    assertThat(servers).hasSize(3);
    for (ObjectNode server : servers) {
      assertThat(SCHEMA.of("spec", "podTemplate").mistakes(server.at("/spec/template")))
          .as(name(server))
          .isEmpty();
    }
  }

  @Test
  void misspeltFieldsAndValuesOfAnotherKindAreSeen() throws IOException {
    ObjectNode spec = resources("flink-jobs.yaml", "FlinkDeployment").get(0).withObject("/spec");
    spec.put("flinkVersion", "v0_9");
    spec.withObject("/job").put("upgradMode", "savepoint").put("parallelism", "two");
    ((ObjectNode) spec.at("/podTemplate/spec/containers/0")).put("imagePolicy", "Always");
    assertThat(SCHEMA.of("spec").mistakes(spec))
        .hasSize(4)
        .contains("/job/upgradMode: no such field")
        .contains("/job/parallelism: not integer (\"two\")")
        .contains("/podTemplate/spec/containers/0/imagePolicy: no such field")
        .anyMatch(line -> line.startsWith("/flinkVersion: none of"));
  }

  private static String name(JsonNode resource) {
    return resource.at("/metadata/name").asText();
  }

  private static List<ObjectNode> resources(String file, String kind) throws IOException {
    List<ObjectNode> found = new ArrayList<>();
    for (Object each : new Yaml().loadAll(Files.readString(DIRECTORY.resolve(file)))) {
      ObjectNode resource = JSON.valueToTree(each);
      if (resource.path("kind").asText().equals(kind)) {
        found.add(resource);
      }
    }
    return found;
  }
}
