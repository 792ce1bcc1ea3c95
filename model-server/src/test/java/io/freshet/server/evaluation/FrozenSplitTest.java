package io.freshet.server.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of an evaluation, and what is made again. */
final class FrozenSplitTest {
  private final EvaluationData data = TinyWorld.data(40, 40, TinyWorld.tastes(40, 40, 20, 3));
  private final List<String> fitted = new ArrayList<>();
  @TempDir private Path directory;

  /** Scores by chance and tells when it is fitted. */
  private final class Chance implements Contender {
    private final String settings;

    Chance(String settings) {
      this.settings = settings;
    }

    @Override
    public String name() {
      return "chance, or luck";
    }

    @Override
    public String settings() {
      return settings;
    }

    @Override
    public Scorer fit(TrainingSet set) {
      fitted.add(settings + " " + set.seed());
      SplittableRandom random = new SplittableRandom(set.seed());
      return (query, scores) -> {
        for (int item = 0; item < scores.length; item++) {
          scores[item] = (float) random.nextDouble();
        }
      };
    }
  }

  @Test
  void whatIsKeptIsNotFittedAgainAndReportsTheSame() {
    Judged whole = run(Optional.empty(), new Chance("a"), Seeds.upTo(3));
    assertThat(fitted).containsExactly("a 0", "a 1", "a 2");
    fitted.clear();

    run(Optional.of(directory), new Chance("a"), new Seeds(1, 1));
    assertThat(fitted).containsExactly("a 1");
    fitted.clear();

    Judged parts = run(Optional.of(directory), new Chance("a"), Seeds.upTo(3));
    assertThat(fitted).containsExactly("a 0", "a 2");
    fitted.clear();

    Judged kept = run(Optional.of(directory), new Chance("a"), Seeds.upTo(3));
    assertThat(fitted).isEmpty();
    assertThat(report(parts)).isEqualTo(report(whole));
    assertThat(report(kept)).isEqualTo(report(whole));
    assertThat(kept.warm().get(2).coverage()).isEqualTo(whole.warm().get(2).coverage());
  }

  @Test
  void whatIsOfOtherSettingsOrDataIsRefused() throws IOException {
    run(Optional.of(directory), new Chance("a"), Seeds.upTo(1));
    assertThatThrownBy(() -> run(Optional.of(directory), new Chance("b"), Seeds.upTo(1)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("other data or settings; name another directory");

    EvaluationData other = TinyWorld.data(40, 40, TinyWorld.tastes(40, 40, 20, 4));
    FrozenSplit split = new FrozenSplit(other, Optional.of(directory), line -> {});
    assertThatThrownBy(() -> split.run(List.of(new Chance("a")), Seeds.upTo(1)))
        .hasMessageContaining("other data or settings");

    Files.writeString(directory.resolve("chance-or-luck-0.rankings"), "something else");
    assertThatThrownBy(() -> run(Optional.of(directory), new Chance("a"), Seeds.upTo(1)))
        .hasMessageContaining("not kept by an evaluation");
  }

  private Judged run(Optional<Path> keeping, Contender contender, Seeds seeds) {
    return new FrozenSplit(data, keeping, line -> {}).run(List.of(contender), seeds).get(0);
  }

  private EvaluationReport report(Judged judged) {
    return new ReportMaker(data, Bootstrap.defaults()).report(List.of(judged));
  }
}
