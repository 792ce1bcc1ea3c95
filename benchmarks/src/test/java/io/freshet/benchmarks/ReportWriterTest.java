package io.freshet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What could not be measured is neither a number in a report nor a target met. */
final class ReportWriterTest {
  private record Report(double bare, @Nullable Double boxed, Inner inner, List<Target> targets) {}

  private record Inner(List<Double> listed) {}

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();

  private JsonNode written(double number) throws Exception {
    List<Target> targets =
        List.of(Target.atLeast("speed", 2, number), Target.below("time", 3, number));
    Path file = directory.resolve("report.json");
    new ReportWriter(new PrintWriter(out))
        .write(new Report(number, number, new Inner(List.of(number)), targets), targets, file);
    return new ObjectMapper().readTree(file.toFile());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNotFiniteIsNullAndMeetsNoTarget(double number) throws Exception {
    JsonNode report = written(number);
    assertThat(report.get("bare").isNull()).isTrue();
    assertThat(report.get("boxed").isNull()).isTrue();
    assertThat(report.get("inner").get("listed").get(0).isNull()).isTrue();
    for (JsonNode target : report.get("targets")) {
      assertThat(target.get("measured").isNull()).isTrue();
      assertThat(target.get("met").booleanValue()).isFalse();
    }
    assertThat(out.toString())
        .contains("MISSED: speed, target 2.0, could not be measured")
        .contains("MISSED: time, target 3.0, could not be measured");
  }

  @Test
  void numbersStayWhatTheyAre() throws Exception {
    JsonNode report = written(2.5);
    assertThat(report.get("bare").doubleValue()).isEqualTo(2.5);
    assertThat(report.get("inner").get("listed").get(0).doubleValue()).isEqualTo(2.5);
    assertThat(report.get("targets").get(0).get("measured").doubleValue()).isEqualTo(2.5);
    assertThat(out.toString()).contains("met: speed, target 2.0, measured 2.500");
  }
}
