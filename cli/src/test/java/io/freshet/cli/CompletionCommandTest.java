package io.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks bash what it would offer. */
final class CompletionCommandTest {
  @TempDir private Path directory;

  @Test
  void bashOffersCommandsSubcommandsAndOptions() throws Exception {
    assertThat(offered("to")).containsExactly("topics");
    assertThat(offered("topics", "")).contains("create", "describe");
    assertThat(offered("validate", "--fo")).containsExactly("--format");
    assertThat(offered("validate", "--format", "am")).containsExactly("amazon");
    assertThat(offered("nothing-like-it")).isEmpty();
  }

  /**
   * What bash completes the last word to, by the script; outside of a completion it complains that
   * it is none.
   */
  private List<String> offered(String... words) throws Exception {
    StringWriter out = new StringWriter();
    assertThat(Main.commandLine().setOut(new PrintWriter(out, true)).execute("completion"))
        .isZero();
    Path script = Files.writeString(directory.resolve("completion.bash"), out.toString());
    String line =
        "source '%s'; COMP_WORDS=(freshet %s); COMP_CWORD=%d; COMP_LINE='freshet %s'; "
                .formatted(script, quoted(words), words.length, String.join(" ", words))
            + "_complete_freshet; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash =
        new ProcessBuilder("bash", "-c", line)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String offered = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(offered).isZero();
    return offered.lines().map(String::strip).filter(each -> !each.isEmpty()).toList();
  }

  private static String quoted(String... words) {
    return "'" + String.join("' '", words) + "'";
  }
}
