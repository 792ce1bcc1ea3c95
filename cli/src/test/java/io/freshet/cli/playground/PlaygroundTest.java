package io.freshet.cli.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.cli.playground.PlaygroundSettings.Ports;
import io.freshet.cli.playground.PlaygroundSettings.Precision;
import io.freshet.cli.playground.Story.Medium;
import io.freshet.cli.world.WorldSettings;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole system, small: broker, three jobs, both servers, a release that is really trained. */
final class PlaygroundTest {
  private static final int ITEMS = 300;
  private static final long HISTORY = 6_000;

  @TempDir private Path directory;

  @Test
  void eventsBecomeRecommendationsAndAKeptPlaygroundGoesOn() throws Exception {
    StringWriter told = new StringWriter();
    Summary first = run(told);

    assertThat(first.served()).isTrue();
    assertThat(first.items()).isGreaterThanOrEqualTo(ITEMS);
    assertThat(first.indexSize()).isGreaterThanOrEqualTo(ITEMS);
    assertThat(first.events()).isPositive();
    assertThat(first.edges()).isPositive();
    assertThat(first.rounds()).isGreaterThan(1);
    assertThat(first.freshnessMs().count()).isPositive();
    assertThat(first.deadLetters()).isZero();
    assertThat(first.releaseMetrics().get("validation-hr-10")).isPositive();
    assertThat(told.toString()).contains("Training a release").contains("curl");

    StringWriter toldAgain = new StringWriter();
    Summary second = run(toldAgain);

    assertThat(second.served()).isTrue();
    assertThat(second.release()).isEqualTo(first.release());
    assertThat(second.rounds()).isGreaterThan(first.rounds());
    assertThat(second.neighborhoodsPublished())
        .isGreaterThanOrEqualTo(first.neighborhoodsPublished());
    assertThat(toldAgain.toString()).doesNotContain("Training a release");
  }

  @Test
  void keptDirectoryRefusesAnotherProgramme() throws Exception {
    Programme programme = programme(HISTORY);
    KeptProgramme.check(directory, programme);
    KeptProgramme.check(directory, programme);

    assertThatThrownBy(() -> KeptProgramme.check(directory, programme(HISTORY + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name another directory");
  }

  /** Runs until a play has been shown to change an answer and freshness has been measured. */
  private Summary run(StringWriter told) throws Exception {
    PlaygroundSettings settings =
        new PlaygroundSettings(directory, Optional.empty(), 1, Precision.BOUNDED, Ports.any());
    StopSignal stop = new StopSignal();
    PrintWriter out = new PrintWriter(new Watched(told, stop), true);
    AtomicLong everyLineIsLate = new AtomicLong();
    Story story =
        new Story(
            out, Medium.LOG, () -> everyLineIsLate.addAndGet(Duration.ofMinutes(1).toNanos()));
    return new Playground(settings, programme(HISTORY), story, stop, InstantSource.system()).run();
  }

  /** Raises the signal when all that the test waits for has been told. */
  private static final class Watched extends FilterWriter {
    private static final Pattern MEASURED = Pattern.compile("freshness p50 \\d");

    private final StringWriter told;
    private final StopSignal stop;

    Watched(StringWriter told, StopSignal stop) {
      super(told);
      this.told = told;
      this.stop = stop;
    }

    @Override
    public void flush() throws IOException {
      super.flush();
      String text = told.toString();
      if (text.contains("after: ") && MEASURED.matcher(text).find()) {
        stop.raise();
      }
    }
  }

  private Programme programme(long history) throws Exception {
    InstantSource clock = InstantSource.system();
    WorldSettings world =
        WorldSettings.defaults(3, KeptProgramme.historyEnd(directory, clock)).sized(ITEMS, 400);
    return new InventedProgramme(world, history, 100, clock);
  }
}
