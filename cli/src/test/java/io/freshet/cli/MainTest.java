package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.UserAttributes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void everyCommandHasHelp() {
    CommandLine command = Main.commandLine();
    assertThat(command.getSubcommands().keySet())
        .contains(
            "version",
            "topics",
            "doctor",
            "import",
            "replay",
            "train",
            "release",
            "evaluate",
            "rising",
            "serve",
            "playground");
    for (String name : command.getSubcommands().keySet()) {
      assertThat(run(name, "--help")).as(name).isZero();
    }
    assertThat(run("topics", "create", "--help")).isZero();
    assertThat(out.toString()).contains("--bootstrap-servers");
    assertThat(run("import", "--help")).isZero();
    assertThat(out.toString()).contains("hetrec-lastfm");
  }

  @Test
  void wrongUsageIsTwoAndFailureIsOne() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("topics")).isEqualTo(2);
    assertThat(run("dance")).isEqualTo(2);
    assertThat(run("import", "--data", "x", "--out", "y", "--format", "mp3")).isEqualTo(2);
    assertThat(run("import", "--data", directory + "/none", "--out", "y")).isEqualTo(1);
    assertThat(err.toString()).contains("not a directory");
  }

  @Test
  void aGpuThatIsNotThereIsRefusedBeforeAnythingStarts() {
    String[] serve = {"serve", "inference", "--device"};
    assertThat(run(concat(serve, "gpu"))).isEqualTo(1);
    assertThat(err.toString()).contains("Cannot compute on gpu: the tensor engine finds no GPU");
    assertThat(run(concat(serve, "tpu"))).isEqualTo(2);
    assertThat(err.toString()).contains("it must be auto, cpu, gpu or gpu:N (tpu)");
    assertThat(run("evaluate", "--device", "tpu")).isEqualTo(2);
    assertThat(run("train", "--data", directory + "", "--device", "tpu")).isEqualTo(2);
  }

  @Test
  void aFramingWithoutSchemasIsRefusedBeforeAnythingStarts() {
    String[] arguments = {
      "serve", "retrieval", "--bootstrap-servers", "127.0.0.1:1", "--schema-framing", "CONFLUENT"
    };
    assertThat(run(arguments)).isEqualTo(1);
    assertThat(err.toString()).contains("registry-url or directory");
  }

  @Test
  void metricsThatCannotBeReadAreRefusedBeforeAnythingStarts() {
    String[] good = {"serve", "retrieval", "--bootstrap-servers", "127.0.0.1:1"};
    for (String bad : List.of("--scrape=flink=file:///etc/passwd", "--freshness-objective=0")) {
      assertThat(run(concat(good, "--scrape=a=http://127.0.0.1:9249/metrics", bad))).isEqualTo(2);
    }
    assertThat(err.toString())
        .contains("Cannot read metrics")
        .contains("the objective must be positive");
  }

  private static String[] concat(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void versionAsJsonNamesTheEngines() throws Exception {
    assertThat(run("version", "--json")).isZero();
    JsonNode versions = json();
    assertThat(versions.path("freshet").asText()).matches("\\d+\\..*");
    assertThat(versions.path("kafka").asText()).startsWith("4.");
    assertThat(versions.path("flink").asText()).startsWith("2.");
  }

  @Test
  void doctorAdvisesOnABrokenReleaseAndAMissingKafka() throws Exception {
    int code =
        run(
            "doctor",
            "--json",
            "--release",
            directory.toString(),
            "--bootstrap-servers",
            "127.0.0.1:1");
    assertThat(code).isEqualTo(1);
    List<String> failures = new ArrayList<>();
    for (JsonNode finding : json().path("findings")) {
      if (finding.path("verdict").asText().equals("FAILURE")) {
        failures.add(finding.path("what").asText());
        assertThat(finding.path("advice").asText()).isNotEmpty();
      }
    }
    assertThat(failures).hasSize(2).anyMatch(what -> what.contains("release"));
  }

  @Test
  void importedDataIsReplayedIntoTheTopicsThatWereCreated() throws Exception {
    Path raw = Files.createDirectory(directory.resolve("raw"));
    Files.writeString(raw.resolve("movies.dat"), "1::First (1913)::Crime\n");
    Files.writeString(raw.resolve("ratings.dat"), "7::1::9::1365029107\n7::1::x::1\n8::1::2::1\n");
    Path imported = directory.resolve("imported");
    assertThat(
            run(
                "import",
                "--data",
                raw + "",
                "--format",
                "movietweetings",
                "--out",
                imported + "",
                "--json"))
        .isZero();
    assertThat(json().path("bad_lines").asInt()).isEqualTo(1);
    assertThat(err.toString()).contains("ratings.dat:2");
    writeUser(imported.resolve("user-attributes.avro"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"))) {
      String servers = kafka.bootstrapServers();
      assertThat(run("topics", "describe", "--bootstrap-servers", servers)).isEqualTo(1);
      assertThat(run("topics", "create", "--bootstrap-servers", servers)).isZero();
      assertThat(run("replay", "--data", imported + "", "--bootstrap-servers", servers, "--json"))
          .isZero();
      assertThat(json().path("events").asLong()).isEqualTo(2);
      assertThat(run("topics", "describe", "--bootstrap-servers", servers, "--json")).isZero();
      assertThat(offsets("listening-events")).isEqualTo(2);
      assertThat(offsets("catalog-items")).isEqualTo(1);
      assertThat(offsets("user-attributes")).isEqualTo(1);
      assertThat(run("doctor", "--bootstrap-servers", servers)).isZero();
    }
  }

  private static void writeUser(Path file) throws IOException {
    try (DataFileWriter<UserAttributes> writer =
        new DataFileWriter<>(new SpecificDatumWriter<>(UserAttributes.class))) {
      writer.create(UserAttributes.getClassSchema(), file.toFile());
      writer.append(new UserAttributes("7", "SE", "25-34", Map.of()));
    }
  }

  private long offsets(String topic) throws Exception {
    for (JsonNode each : json().path("topics")) {
      if (each.path("name").asText().equals(topic)) {
        return each.path("offsets").asLong();
      }
    }
    return -1;
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out.toString());
  }
}
