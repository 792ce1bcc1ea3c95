package io.freshet.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandLines;
import io.freshet.jobs.CatalogFeatureConfig;
import io.freshet.jobs.ConfigKey;
import io.freshet.jobs.EmbeddingConfig;
import io.freshet.jobs.InteractionGraphConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What pages name is there: files, headings, commands, options, configuration keys. */
final class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\[[^\\]\\[]*]\\(([^)\\s]+)\\)");
  private static final Pattern COMMAND =
      Pattern.compile("(?:^|[\\s`(])\\./freshet((?:\\\\\\n|[^\\n`|>#&)])*)");
  private static final Pattern KEY =
      Pattern.compile(
          "`((?:kafka|topics|job|schema|event|interaction|edge|statistic|inference|feature|embedding)"
              + "\\.[a-z0-9.<>-]+)`");

  @Test
  void linksLeadToFilesAndHeadings() throws Exception {
    List<String> broken = new ArrayList<>();
    int links = 0;
    Map<Path, String> pages = MarkdownPages.all(ROOT);
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      Matcher link = LINK.matcher(MarkdownPages.prose(page.getValue()));
      while (link.find()) {
        String target = link.group(1);
        if (!target.matches("[a-z]+:.*")) {
          links++;
          if (!leads(page.getKey(), target)) {
            broken.add("%s: %s".formatted(ROOT.relativize(page.getKey()), target));
          }
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(20);
  }

  @Test
  void commandsAndTheirOptionsExist() throws Exception {
    List<String> unknown = new ArrayList<>();
    int commands = 0;
    for (Map.Entry<Path, String> page : MarkdownPages.all(ROOT).entrySet()) {
      Matcher command = COMMAND.matcher(page.getValue());
      while (command.find()) {
        List<String> words = words(command.group(1).replace("\\\n", " "));
        // Benchmarks are a program of their own, with a test of its own like this one.
        if (!words.isEmpty() && !words.get(0).equals("bench")) {
          commands++;
          missing(words)
              .ifPresent(
                  word ->
                      unknown.add(
                          "%s: %s in ./freshet %s"
                              .formatted(
                                  ROOT.relativize(page.getKey()), word, String.join(" ", words))));
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(commands).isGreaterThan(20);
  }

  @Test
  void everyCommandIsInTheReadme() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertThat(CommandLines.root().getSubcommands().keySet())
        .allSatisfy(
            name -> assertThat(readme).containsPattern("(`\\./freshet |`)%s[ `]".formatted(name)));
  }

  @Test
  void configurationKeysExist() throws Exception {
    Set<String> known =
        Stream.of(
                InteractionGraphConfig.keys(), CatalogFeatureConfig.keys(), EmbeddingConfig.keys())
            .flatMap(List::stream)
            .map(ConfigKey::key)
            .collect(Collectors.toSet());
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<Path, String> page : MarkdownPages.all(ROOT).entrySet()) {
      Matcher key = KEY.matcher(page.getValue());
      // Decisions name what was given up, too.
      while (!page.getKey().toString().contains("/adr/") && key.find()) {
        if (!isKnown(known, key.group(1))) {
          unknown.add("%s: %s".formatted(ROOT.relativize(page.getKey()), key.group(1)));
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static boolean isKnown(Set<String> known, String key) {
    return known.contains(key)
        || known.stream()
            .filter(each -> each.endsWith(ConfigKey.ANY))
            .anyMatch(
                each -> key.startsWith(each.substring(0, each.length() - ConfigKey.ANY.length())))
        // `schema.framing.<topic>` stands for many.
        || (key.contains("<")
            && known.stream()
                .anyMatch(each -> each.startsWith(key.substring(0, key.indexOf('<')))));
  }

  private static boolean leads(Path page, String target) throws Exception {
    int hash = target.indexOf('#');
    String file = hash < 0 ? target : target.substring(0, hash);
    Path found = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!Files.exists(found)) {
      return false;
    }
    return hash < 0
        || !found.toString().endsWith(".md")
        || MarkdownPages.anchors(Files.readString(found)).contains(target.substring(hash + 1));
  }

  private static List<String> words(String line) {
    return Stream.of(line.trim().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  /** The first word that is no command or option, though one must stand there. */
  private static Optional<String> missing(List<String> words) {
    CommandLine command = CommandLines.root();
    boolean isArgument = false;
    Set<String> values = Set.of();
    for (String word : words) {
      String bare = word.replaceAll("[`'\",.;:]+$", "").replaceAll("^[\\['\"]+|]+$", "");
      if (!values.isEmpty() && bare.matches("[a-z-]+") && !values.contains(bare)) {
        return Optional.of(word);
      }
      values = Set.of();
      if (bare.startsWith("--")) {
        String name = bare.replaceAll("=.*", "");
        OptionSpec option = command.getCommandSpec().findOption(name);
        if (option == null) {
          return Optional.of(word);
        }
        values = values(option);
        isArgument = true;
      } else if (!isArgument && command.getSubcommands().containsKey(bare)) {
        command = command.getSubcommands().get(bare);
      } else if (!isArgument && !command.getSubcommands().isEmpty() && bare.matches("[a-z-]+")) {
        return Optional.of(word);
      } else {
        isArgument = true;
      }
    }
    return Optional.empty();
  }

  /** What an option takes, in small letters; empty where it takes more than a few words. */
  private static Set<String> values(OptionSpec option) {
    Set<String> values = new HashSet<>();
    if (option.completionCandidates() != null) {
      option.completionCandidates().forEach(each -> values.add(each.toLowerCase(Locale.ROOT)));
    }
    return values;
  }
}
