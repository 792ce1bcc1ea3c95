package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValidateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  @Test
  void goodDataIsCountedAndLeavesWithZero() throws Exception {
    write("movies.dat", "1::First (1913)::Crime", "2::Second (1914)::");
    write("ratings.dat", "7::1::9::1365029107", "8::2::2::1365029100");
    assertThat(run("movietweetings", "--json")).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("items").asInt()).isEqualTo(2);
    assertThat(report.path("events").asInt()).isEqualTo(2);
    assertThat(report.path("users").asInt()).isEqualTo(2);
    assertThat(report.path("item_types").path("movie").asInt()).isEqualTo(2);
    assertThat(report.path("first").asText()).isEqualTo("2013-04-03T22:45:00Z");
  }

  @Test
  void badLinesAreShownWithTheirPlaceTheReasonAndWhatToDo() throws Exception {
    write("movies.dat", "1::First (1913)::Crime");
    write("ratings.dat", "7::1::9::1365029107", "7::1::x::1", "7::1::9::99999999999999");
    assertThat(run("movietweetings")).isEqualTo(1);
    assertThat(out.toString())
        .contains("2 bad lines")
        .contains("ratings.dat:2: rating is not a whole number (x)")
        .contains("Write digits only")
        .contains("ratings.dat:3: time is not in seconds since 1970 (99999999999999)");
  }

  @Test
  void whatAJobWouldRefuseIsFoundBeforeItIsSent() throws Exception {
    write(
        "events.csv",
        "event_id,user_id,item_id,occurred_at,ms_played",
        "a,u,i,2024-05-01T10:00:00Z,1000",
        "a,u,j,2024-05-01T10:01:00Z,1000",
        "b,u,i,2024-05-01T10:02:00Z,-4",
        "c,u," + "i".repeat(300) + ",2024-05-01T10:03:00Z,1",
        "d,u,i,2999-05-01T10:00:00Z,1000");
    write("items.csv", "item_id,title", "i,One", "i".repeat(300) + ",Long");
    assertThat(run("csv", "--json")).isEqualTo(1);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("refused").path("unit_suspect").asInt()).isEqualTo(2);
    assertThat(report.path("refused").path("oversize").asInt()).isEqualTo(2);
    assertThat(report.path("repeated_ids").asInt()).isEqualTo(1);
    assertThat(report.path("unknown_items").asInt()).isEqualTo(1);
    assertThat(report.path("problems").get(0).path("where").asText())
        .startsWith("item iii")
        .endsWith("...")
        .hasSizeLessThan(100);
    assertThat(report.path("problems").get(1).path("where").asText()).isEqualTo("event b");
    assertThat(report.path("problems").get(1).path("remedy").asText()).contains("milliseconds");
  }

  @Test
  void damagedAvroFileIsAnErrorThatSaysHowFarItCanBeRead() throws Exception {
    write("movies.dat", "1::First (1913)::Crime");
    write("ratings.dat", "7::1::9::1365029107");
    Path imported = directory.resolve("imported");
    String[] arguments = {"import", "--data", directory + "", "--format", "movietweetings"};
    assertThat(execute(arguments, "--out", imported + "")).isZero();
    assertThat(execute(new String[] {"validate"}, "--data", imported + "")).isZero();
    Path events = imported.resolve("listening-events.avro");
    byte[] bytes = Files.readAllBytes(events);
    Files.write(events, java.util.Arrays.copyOf(bytes, bytes.length - 20));
    assertThat(execute(new String[] {"validate"}, "--data", imported + "")).isEqualTo(1);
    assertThat(err.toString()).contains("after 0 records; import it again");
  }

  @Test
  void noEventsAtAllIsNotGood() throws Exception {
    write("events.jsonl", "");
    assertThat(run("jsonl")).isEqualTo(1);
    assertThat(out.toString()).contains("there are no events");
    assertThat(run("jsonl", "--n", "-1")).isEqualTo(2);
  }

  private void write(String file, String... lines) throws Exception {
    Files.writeString(directory.resolve(file), String.join("\n", lines) + "\n");
  }

  private int run(String format, String... more) {
    return execute(
        new String[] {"validate", "--data", directory.toString(), "--format", format}, more);
  }

  private int execute(String[] first, String... more) {
    out.getBuffer().setLength(0);
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
