package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.release.Promotions;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topics;
import io.freshet.server.model.HgnnShape;
import io.freshet.server.model.Release;
import io.freshet.server.model.Safetensors;
import io.freshet.server.model.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ReleaseCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void releasesAreListedShownAndCompared() throws IOException {
    release("first", Map.of("hr-10", 0.25)).write(directory.resolve("first"));
    release("second", Map.of("hr-10", 0.5, "mrr", 0.125)).write(directory.resolve("second"));
    Files.createDirectories(directory.resolve("no-release"));

    assertThat(run("release", "list", "--dir", directory.toString())).isZero();
    assertThat(out.toString().lines().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactly("first", "second");
    assertThat(run("release", "show", "second", "--dir", directory.toString())).isZero();
    assertThat(out.toString())
        .contains("metric hr-10")
        .contains("0.5000")
        .contains("weight layer.1.neighbor.shared")
        .contains("[2, 2]");
    assertThat(run("release", "compare", "first", "second", "--dir", directory.toString()))
        .isZero();
    assertThat(out.toString()).contains("+0.2500").contains("0.1250");
  }

  @Test
  void scriptsReadTheSameFactsAsOneObject() throws IOException {
    release("first", Map.of("hr-10", 0.25)).write(directory.resolve("first"));
    release("second", Map.of("hr-10", 0.5, "mrr", 0.125)).write(directory.resolve("second"));

    JsonNode all = json("release", "list");
    assertThat(all.at("/releases/0/id").asText()).isEqualTo("first");
    assertThat(all.at("/releases/1/metrics/mrr").asDouble()).isEqualTo(0.125);
    assertThat(all.at("/releases/1/towerDimensions").isNull()).isTrue();
    JsonNode second = json("release", "show", "second");
    assertThat(second.at("/release/id").asText()).isEqualTo("second");
    assertThat(second.at("/weights/layer.1.neighbor.shared").toString()).isEqualTo("[2,2]");
    JsonNode compared = json("release", "compare", "first", "second");
    assertThat(compared.at("/metrics/0/change").asDouble()).isEqualTo(0.25);
    assertThat(compared.at("/metrics/1/first").isNull()).isTrue();
    assertThat(compared.at("/metrics/1/change").isNull()).isTrue();
  }

  private JsonNode json(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--json", "--dir", directory.toString()));
    assertThat(run(all.toArray(String[]::new))).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void aReleaseThatIsNotThereIsAFailure() {
    assertThat(run("release", "show", "none", "--dir", directory.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("a file is missing");
  }

  @Test
  void foreignWeightsBecomeARelease() throws IOException {
    Map<String, Tensor> state = new HashMap<>();
    state.put("lin_in.weight", filled(2, 3));
    state.put("type_emb.weight", filled(1, 2));
    state.put("convs.0.convs.<track___near___track>.lin_l.weight", filled(2, 2));
    state.put("convs.0.convs.<track___near___track>.lin_r.weight", filled(2, 2));
    state.put("convs.0.convs.<track___near___track>.lin_l.bias", filled(2));
    Path file = directory.resolve("weights.safetensors");
    Files.write(file, Safetensors.write(state));

    int code =
        run(
            "release",
            "import",
            file.toString(),
            "--types",
            "track",
            "--release",
            "imported",
            "--dir",
            directory.toString());
    assertThat(code).as(err.toString()).isZero();

    Release imported = Release.load(directory.resolve("imported"));
    assertThat(imported.layers()).isEqualTo(1);
    assertThat(imported.provenance().orElseThrow().settings())
        .containsEntry("file", "weights.safetensors");
  }

  @Test
  void aWorseReleaseIsPromotedByForceAloneAndThatIsRecorded() throws Exception {
    release("good", Map.of("hr", 0.5)).write(directory.resolve("good"));
    release("worse", Map.of("hr", 0.25)).write(directory.resolve("worse"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      kafka.createTopics(new Topics("", 1).fixed());
      String servers = kafka.bootstrapServers();
      assertThat(promote(servers, "good")).isZero();
      assertThat(promote(servers, "worse")).isEqualTo(1);
      assertThat(out.toString()).contains("objection: hr of worse is 0.2500");
      assertThat(new Promotions(directory).lines()).hasSize(1);
      assertThat(promote(servers, "worse", "--json")).isEqualTo(1);
      JsonNode refused = new ObjectMapper().readTree(out.toString());
      assertThat(refused.at("/serves").asBoolean(true)).isFalse();
      assertThat(refused.at("/previous").asText()).isEqualTo("good");
      assertThat(refused.at("/objections/0").asText()).startsWith("hr of worse is 0.2500");
      assertThat(promote(servers, "worse", "--force")).isZero();
      assertThat(out.toString()).contains("release worse serves, before it good");
    }
    List<String> lines = new Promotions(directory).lines();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("that of the serving good 0.5000", "\"previous\":\"good\"");
  }

  private int promote(String servers, String... arguments) {
    List<String> all = new ArrayList<>(List.of("release", "promote"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", servers, "--metric", "hr"));
    all.addAll(List.of("--dir", directory.toString()));
    return run(all.toArray(String[]::new));
  }

  private static Release release(String id, Map<String, Double> metrics) {
    Map<String, Tensor> weights = new HashMap<>();
    new HgnnShape(3, 2, 1, 1)
        .weights()
        .forEach(
            (name, axes) ->
                weights.put(name, filled(axes.stream().mapToInt(Integer::intValue).toArray())));
    return new Release(id, "encoder", 3, 2, 1, List.of("track"), metrics, weights);
  }

  private static Tensor filled(int... shape) {
    int size = 1;
    for (int axis : shape) {
      size *= axis;
    }
    float[] values = new float[size];
    for (int k = 0; k < size; k++) {
      values[k] = k + 1;
    }
    return new Tensor(Arrays.stream(shape).boxed().toList(), values);
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
