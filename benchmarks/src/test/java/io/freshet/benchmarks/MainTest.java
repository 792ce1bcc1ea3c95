package io.freshet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final CommandLine commandLine =
      Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));

  @Test
  void helpOfTheGraphBenchmarkNamesItsOptions() {
    assertThat(commandLine.execute("bench", "graph", "--help")).isZero();
    assertThat(out.toString()).contains("--quick", "--json", "uniform, zipf, hub, gowalla");
  }

  @Test
  void aGpuThatIsNotThereIsNamed() {
    assertThat(commandLine.execute("bench", "inference", "--devices", "cpu,gpu")).isEqualTo(1);
    assertThat(out.toString()).contains("Cannot compute on gpu: the tensor engine finds no GPU");
  }

  @Test
  void missingBenchmarkIsAMistakeOfUse() {
    assertThat(commandLine.execute("bench")).isEqualTo(2);
    assertThat(out.toString()).contains("graph");
  }
}
