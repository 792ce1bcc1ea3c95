package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks into the savepoints that earlier releases left for the jobs' tests. */
final class StateCommandTest {
  private static final Path SAVEPOINTS = Path.of("../flink-jobs/src/test/resources");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  static Stream<Path> committed() throws Exception {
    try (Stream<Path> files = Files.walk(SAVEPOINTS)) {
      List<Path> found =
          files.filter(file -> file.endsWith("_metadata")).map(Path::getParent).sorted().toList();
      assertThat(found).isNotEmpty();
      return found.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("committed")
  void everyOperatorOfACommittedSavepointIsNamedWithItsState(Path savepoint) throws Exception {
    assertThat(run(savepoint.toString(), "--json")).as("%s", out).isZero();
    JsonNode state = new ObjectMapper().readTree(out.toString());
    assertThat(state.path("kind").asText()).isEqualTo("savepoint");
    assertThat(state.path("job").asText()).startsWith("freshet-");
    assertThat(state.path("missing")).as("%s", state).isEmpty();
    for (JsonNode operator : state.path("operators")) {
      assertThat(operator.path("known").asBoolean()).as("%s", operator).isTrue();
      assertThat(operator.path("states").toString()).doesNotContain("unreadable");
    }
  }

  @Test
  void statesOfTheGraphJobAreThoseThatItsPageNames() throws Exception {
    Path savepoint =
        committed()
            .filter(each -> each.endsWith("history-3-neighborhood-4-statistics-1"))
            .findAny()
            .orElseThrow();
    assertThat(run(savepoint.toString(), "--json")).isZero();
    List<String> states = new ArrayList<>();
    for (JsonNode operator : new ObjectMapper().readTree(out.toString()).path("operators")) {
      operator.path("states").forEach(state -> states.add(state.asText()));
    }
    assertThat(states)
        .contains("history", "neighborhood", "timers publish", "gone", "returned", "statistics");
    assertThat(run(savepoint.toString())).isZero();
    assertThat(out.toString())
        .contains("of freshet-interaction-graph")
        .contains("interaction-graph-neighborhoods: ")
        .doesNotContain("UNKNOWN");
  }

  @Test
  void whatIsNoSavepointIsAnErrorThatSaysWhatToName() throws Exception {
    assertThat(run(directory.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("such as chk-42");
    Files.write(directory.resolve("_metadata"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertThat(run(directory.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("is damaged or of another version of Flink");
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    String[] first = {"state", "inspect"};
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.of(first, arguments).flatMap(Stream::of).toArray(String[]::new));
  }
}
