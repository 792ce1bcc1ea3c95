package io.freshet.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandLines;
import io.freshet.jobs.CatalogFeatureConfig;
import io.freshet.jobs.ConfigKey;
import io.freshet.jobs.EmbeddingConfig;
import io.freshet.jobs.InteractionGraphConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The tables of {@code docs/configuration.md} are those that the code yields. With the property
 * {@code freshet.write-docs} they are written anew.
 */
final class ConfigurationPageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PAGE = ROOT.resolve("docs/configuration.md");
  private static final Pattern TABLE =
      Pattern.compile("<!-- (keys|options): ([a-z -]+) -->\\n.*?<!-- end -->", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("FRESHET_[A-Z_]+");

  private final KeyDescriptions descriptions = new KeyDescriptions(ROOT);

  @Test
  void tablesAreThoseOfTheCode() throws Exception {
    String page = Files.readString(PAGE);
    String generated = generated(page);
    if (Boolean.getBoolean("freshet.write-docs")) {
      Files.writeString(PAGE, generated);
      return;
    }
    assertThat(page)
        .as("docs/configuration.md; its first lines say how to write it anew")
        .isEqualTo(generated);
    assertThat(TABLE.matcher(page).results().map(result -> result.group(2)))
        .contains("interaction-graph", "catalog-feature", "embedding")
        .contains("serve inference", "serve retrieval", "serve broker", "cluster up");
  }

  @Test
  void everyEnvironmentVariableIsOnThePage() throws Exception {
    Set<String> variables = new TreeSet<>();
    List<Path> places =
        List.of(
            ROOT.resolve("freshet"),
            ROOT.resolve("cli/src/main"),
            ROOT.resolve("model-server/src/main"));
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (file.toString().endsWith(".java") || file.endsWith("freshet")) {
            VARIABLE
                .matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .forEach(variables::add);
          }
        }
      }
    }
    assertThat(variables).contains("FRESHET_DEBUG");
    assertThat(Files.readString(PAGE)).contains(variables);
  }

  private String generated(String page) throws IOException {
    Matcher tables = TABLE.matcher(page);
    StringBuilder written = new StringBuilder();
    while (tables.find()) {
      List<String> lines =
          tables.group(1).equals("keys") ? keys(tables.group(2)) : options(tables.group(2));
      String table =
          "<!-- %s: %s -->%n%s%n<!-- end -->"
              .formatted(tables.group(1), tables.group(2), String.join("\n", lines));
      tables.appendReplacement(written, Matcher.quoteReplacement(table));
    }
    tables.appendTail(written);
    return written.toString();
  }

  private List<String> keys(String job) throws IOException {
    List<ConfigKey> keys =
        switch (job) {
          case "interaction-graph" -> InteractionGraphConfig.keys();
          case "catalog-feature" -> CatalogFeatureConfig.keys();
          case "embedding" -> EmbeddingConfig.keys();
          default -> throw new AssertionError(job);
        };
    List<String> lines = new ArrayList<>();
    lines.add("| key | takes | default | |");
    lines.add("| --- | --- | --- | --- |");
    for (ConfigKey key : keys) {
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(
                  key.key(),
                  key.values(),
                  key.fallback().isEmpty() ? "" : "`" + key.fallback() + "`",
                  descriptions.of(key)));
    }
    return lines;
  }

  private static List<String> options(String command) {
    CommandLine line = CommandLines.of(command.split(" ", -1));
    List<String> lines = new ArrayList<>();
    lines.add("| option | |");
    lines.add("| --- | --- |");
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        lines.add(
            "| `%s%s` | %s%s |"
                .formatted(
                    option.longestName(),
                    option.arity().max() == 0 ? "" : " " + option.paramLabel(),
                    description(option),
                    option.required() ? " (required)" : ""));
      }
    }
    return lines;
  }

  private static String description(OptionSpec option) {
    String text = Stream.of(option.description()).collect(Collectors.joining(" "));
    String candidates =
        option.completionCandidates() == null
            ? ""
            : String.join(", ", option.completionCandidates());
    return text.replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()))
        .replace("${COMPLETION-CANDIDATES}", candidates)
        .replace("|", "\\|");
  }
}
