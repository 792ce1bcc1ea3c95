package io.freshet.server.retrieval.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.retrieval.index.ExactIndex;
import io.freshet.server.retrieval.index.Generation;
import io.freshet.server.retrieval.index.Progress;
import io.freshet.server.retrieval.index.StoreLimits;
import io.freshet.server.retrieval.index.VersionedStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GenerationsTest {
  private final List<FakeBuild> builds = new ArrayList<>();
  private final Generations generations =
      new Generations(
          release -> {
            FakeBuild build = new FakeBuild(release, builds.size() + 1);
            builds.add(build);
            return build;
          },
          0.9);

  @Test
  void nothingServesBeforeTheFirstIsCaughtUpAndHoldsAnItem() {
    generations.turn("r1");
    builds.get(0).caughtUp = true;
    generations.turn("r1");
    assertThat(generations.serving()).isEmpty();
    builds.get(0).fill(1);
    generations.turn("r1");
    assertThat(serving()).isEqualTo("r1");
  }

  @Test
  void newReleaseServesOnlyWhenItCoversEnough() {
    serve("r1", 100);
    generations.turn("r2");
    FakeBuild next = builds.get(1);
    next.caughtUp = true;
    next.fill(89);
    generations.turn("r2");
    assertThat(serving()).isEqualTo("r1");
    next.fill(90);
    generations.turn("r2");
    assertThat(serving()).isEqualTo("r2");
    assertThat(builds.get(0).closed).isFalse();
  }

  @Test
  void whatIsKeptIsToldWithItsRole() {
    serve("r1", 100);
    generations.turn("r2");
    builds.get(1).fill(40);
    assertThat(generations.kept())
        .containsExactly(
            new KnownRelease("r1", KnownRelease.Role.SERVING, 100),
            new KnownRelease("r2", KnownRelease.Role.BUILDING, 40));
    builds.get(1).caughtUp = true;
    builds.get(1).fill(100);
    generations.turn("r2");
    generations.prepare("r3");
    assertThat(generations.kept())
        .containsExactly(
            new KnownRelease("r2", KnownRelease.Role.SERVING, 100),
            new KnownRelease("r1", KnownRelease.Role.PREVIOUS, 100),
            new KnownRelease("r3", KnownRelease.Role.PREPARED, 0));
  }

  @Test
  void preparedReleaseIsFilledAheadAndTakesOverAtOnceWhenWanted() {
    serve("r1", 100);
    assertThat(generations.prepare("r1").stage()).isEqualTo(ReleaseState.Stage.COMPLETE);
    assertThat(generations.prepare("r2"))
        .isEqualTo(new ReleaseState(ReleaseState.Stage.BUILDING, 0, 90));
    FakeBuild prepared = builds.get(1);
    prepared.fill(90);
    generations.turn("r1");
    assertThat(generations.prepare("r2").stage()).isEqualTo(ReleaseState.Stage.BUILDING);
    prepared.caughtUp = true;
    assertThat(generations.prepare("r2"))
        .isEqualTo(new ReleaseState(ReleaseState.Stage.COMPLETE, 90, 90));
    assertThat(serving()).isEqualTo("r1");
    generations.turn("r2");
    assertThat(serving()).isEqualTo("r2");
    assertThat(generations.prepare("r1").stage()).isEqualTo(ReleaseState.Stage.COMPLETE);
    assertThat(builds).hasSize(2);
  }

  @Test
  void oneReleaseIsPreparedAtATime() {
    serve("r1", 10);
    generations.prepare("r2");
    generations.prepare("r3");
    assertThat(builds.get(1).closed).isTrue();
    generations.close();
    assertThat(builds).allMatch(build -> build.closed);
  }

  @Test
  void newReleaseDoesNotServeBeforeItIsCaughtUp() {
    serve("r1", 10);
    generations.turn("r2");
    builds.get(1).fill(100);
    generations.turn("r2");
    assertThat(serving()).isEqualTo("r1");
  }

  @Test
  void goingBackUsesTheWarmGeneration() {
    serve("r1", 10);
    serve("r2", 10);
    generations.turn("r1");
    assertThat(serving()).isEqualTo("r1");
    assertThat(builds).hasSize(2).noneMatch(it -> it.closed);
  }

  @Test
  void generationBeforeThePreviousIsClosed() {
    serve("r1", 10);
    serve("r2", 10);
    serve("r3", 10);
    assertThat(builds).extracting(it -> it.closed).containsExactly(true, false, false);
  }

  @Test
  void buildNoLongerWantedIsClosed() {
    serve("r1", 10);
    generations.turn("r2");
    generations.turn("r3");
    generations.turn("r1");
    assertThat(builds).extracting(it -> it.closed).containsExactly(false, true, true);
    assertThat(serving()).isEqualTo("r1");
  }

  @Test
  void closingClosesEveryBuild() {
    serve("r1", 10);
    serve("r2", 10);
    generations.turn("r3");
    generations.close();
    assertThat(builds).hasSize(3).allMatch(it -> it.closed);
  }

  private void serve(String release, int items) {
    generations.turn(release);
    FakeBuild build = builds.get(builds.size() - 1);
    build.caughtUp = true;
    build.fill(items);
    generations.turn(release);
    assertThat(serving()).isEqualTo(release);
  }

  private String serving() {
    return generations.serving().orElseThrow().release();
  }

  private static final class FakeBuild implements Build {
    private final ExactIndex index =
        new ExactIndex(1, StoreLimits.defaults(), InstantSource.system());
    private final Generation generation;
    private boolean caughtUp;
    private boolean closed;

    FakeBuild(String release, long number) {
      generation =
          new Generation(
              release,
              number,
              index,
              new VersionedStore<>(StoreLimits.defaults(), InstantSource.system()),
              () -> new Progress(0, Duration.ZERO));
    }

    void fill(int items) {
      for (int item = 0; item < items; item++) {
        index.upsert("item-" + item, "track", new float[] {1}, 1);
      }
    }

    @Override
    public String release() {
      return generation.release();
    }

    @Override
    public boolean caughtUp() {
      return caughtUp;
    }

    @Override
    public Optional<Generation> generation() {
      return index.size() == 0 ? Optional.empty() : Optional.of(generation);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
