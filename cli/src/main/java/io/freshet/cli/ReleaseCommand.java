package io.freshet.cli;

import io.freshet.cli.release.Promotions;
import io.freshet.cli.release.ReleaseFacts;
import io.freshet.cli.release.ReleaseShelf;
import io.freshet.cli.release.ReleaseText;
import io.freshet.cli.train.ReleaseTraining;
import io.freshet.server.model.Provenance;
import io.freshet.server.model.PygWeights;
import io.freshet.server.model.Release;
import io.freshet.server.model.ReleaseGate;
import io.freshet.server.model.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code freshet release list|show|compare|import|promote}. */
@Command(
    name = "release",
    description = "Looks at releases, and makes them from weights trained elsewhere.",
    mixinStandardHelpOptions = true)
final class ReleaseCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dir",
      defaultValue = "releases",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where releases lie (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("releases");

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON object instead of text.")
  private boolean json;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: list, show, compare, import or promote");
  }

  @Command(
      name = "list",
      description = "Lists the releases of the directory.",
      mixinStandardHelpOptions = true)
  int list() throws IOException {
    List<Release> all = new ReleaseShelf(directory).all();
    print(
        new ReleaseFacts.Listing(all.stream().map(ReleaseFacts::summary).toList()),
        all.stream().map(ReleaseText::line).toList());
    return 0;
  }

  @Command(
      name = "show",
      description = "Tells everything that a release says of itself.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "RELEASE", description = "Id or directory.") String release)
      throws IOException {
    Release shown = new ReleaseShelf(directory).release(release);
    print(ReleaseFacts.facts(shown), ReleaseText.facts(shown));
    return 0;
  }

  @Command(
      name = "compare",
      description = "Shows the metrics of two releases side by side.",
      mixinStandardHelpOptions = true)
  int compare(
      @Parameters(paramLabel = "FIRST", description = "Id or directory.") String first,
      @Parameters(paramLabel = "SECOND", description = "Id or directory.") String second)
      throws IOException {
    ReleaseShelf shelf = new ReleaseShelf(directory);
    Release one = shelf.release(first);
    Release other = shelf.release(second);
    print(ReleaseFacts.comparison(one, other), ReleaseText.comparison(one, other));
    return 0;
  }

  @Command(
      name = "promote",
      description = {
        "Makes a release the serving one, if it is not worse than the one that serves, nor than",
        "the best baseline measured beside it, beyond a tolerance. Exit code 1 where it is."
      },
      mixinStandardHelpOptions = true)
  int promote(
      @Mixin KafkaOptions kafka,
      @Parameters(paramLabel = "RELEASE", description = "Id of a release in the directory.")
          String id,
      @Option(
              names = "--metric",
              defaultValue = "validation-hr-10",
              paramLabel = "NAME",
              description = "What is compared (default: ${DEFAULT-VALUE}).")
          String metric,
      @Option(
              names = "--tolerance",
              defaultValue = "0.02",
              paramLabel = "SHARE",
              description = "How much worse is let through (default: ${DEFAULT-VALUE}).")
          double tolerance,
      @Option(names = "--force", description = "Promote against objections; they are recorded.")
          boolean isForced)
      throws IOException {
    InstantSource clock = InstantSource.system();
    ReleaseShelf shelf = new ReleaseShelf(directory);
    ReleaseTraining releases = new ReleaseTraining(kafka.bootstrapServers(), kafka.topics(), clock);
    Optional<String> previous = releases.active();
    Optional<Release> serving = previous.isEmpty() ? Optional.empty() : shelf.find(previous.get());
    List<String> objections =
        new ReleaseGate(metric, tolerance).objections(shelf.release(id), serving);
    boolean isPromoted = objections.isEmpty() || isForced;
    if (isPromoted) {
      releases.activate(id);
      new Promotions(directory)
          .add(
              new Promotions.Promotion(
                  clock.instant().toString(), id, previous.orElse(""), objections));
    }
    List<String> lines = new ArrayList<>();
    objections.forEach(objection -> lines.add("objection: " + objection));
    lines.add(
        isPromoted
            ? "release %s serves%s".formatted(id, previous.map(p -> ", before it " + p).orElse(""))
            : "not promoted; --force promotes and records the objections");
    print(new Promoted(id, isPromoted, previous.orElse(null), objections), lines);
    return isPromoted ? 0 : 1;
  }

  @Command(
      name = "import",
      description = {
        "Makes a release of a graph network trained in PyTorch Geometric: the state of a",
        "HeteroConv of SAGEConvs as safetensors; names and shapes are in docs/release.md."
      },
      mixinStandardHelpOptions = true)
  int importWeights(
      @Parameters(paramLabel = "FILE", description = "Weights as safetensors.") Path file,
      @Option(
              names = "--encoder",
              defaultValue = KafkaOptions.DEFAULT_ENCODER,
              paramLabel = "ID",
              description = "Text encoder it reads (default: ${DEFAULT-VALUE}).")
          String encoder,
      @Option(
              names = "--types",
              required = true,
              split = ",",
              paramLabel = "TYPE",
              description = "Item types in the order of the rows of type_emb.")
          List<String> types,
      @Option(
              names = "--release",
              paramLabel = "ID",
              description = "Id of the new release (default: made from the time).")
          @Nullable String release)
      throws IOException {
    Instant now = InstantSource.system().instant();
    String id = release == null ? ReleaseTraining.idAt(now) : release;
    Provenance provenance =
        new Provenance(
            now.truncatedTo(ChronoUnit.SECONDS).toString(),
            "import, freshet " + Version.freshet(),
            "",
            "",
            Map.of("file", file.getFileName().toString()),
            Map.of());
    Release imported =
        PygWeights.release(
            id, encoder, types, Safetensors.read(Files.readAllBytes(file)), provenance);
    Path target = directory.resolve(id);
    imported.write(target);
    print(new Imported(id, target.toString()), List.of("release %s in %s".formatted(id, target)));
    return 0;
  }

  /**
   * What became of a promotion.
   *
   * @param serves whether it is the serving release now
   * @param previous what served before; null for nothing
   */
  private record Promoted(
      String release, boolean serves, @Nullable String previous, List<String> objections) {}

  private record Imported(String release, String directory) {}

  private void print(Object facts, List<String> lines) {
    Output.either(spec.commandLine().getOut(), json, facts, lines);
  }
}
