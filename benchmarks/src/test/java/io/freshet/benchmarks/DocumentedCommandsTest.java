package io.freshet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** The benchmarks that pages name take the arguments that stand there. */
final class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern COMMAND =
      Pattern.compile("\\./freshet (bench\\b(?:\\\\\\n|[^\\n`|>#&)])*)");

  @Test
  void benchmarksAndTheirOptionsExist() throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(10);
    for (String command : commands) {
      String[] words = command.replace("\\\n", " ").strip().split("\\s+");
      // In running text "./freshet bench" is the name of all of them.
      if (words.length > 1) {
        assertThat(mistake(words)).as(command).isEmpty();
      }
    }
  }

  private static String mistake(String... words) {
    try {
      var unused = Main.commandLine().parseArgs(words);
      return "";
    } catch (ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> pages = Files.list(ROOT)) {
      for (Path page : Stream.concat(docs, pages).toList()) {
        if (page.toString().endsWith(".md")) {
          COMMAND
              .matcher(Files.readString(page))
              .results()
              .map(MatchResult::group)
              .map(command -> command.substring("./freshet ".length()))
              .forEach(commands::add);
        }
      }
    }
    return commands;
  }
}
