package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.load.AdaptiveSettings;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Neighbor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class NeighborhoodOperatorTest {
  static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  static final Duration PERIOD = Duration.ofSeconds(2);

  @Test
  void updatesWaitForTheBundleToBeFullOrOld() throws Exception {
    try (NeighborhoodHarness harness = open(config(0.05, 3))) {
      harness.update("a", "b", 1);
      harness.update("a", "c", 1);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.update("a", "d", 2);
      assertThat(harness.extractOutputValues()).hasSize(1);

      harness.update("z", "b", 1);
      harness.setProcessingTime(NOW + 199);
      assertThat(harness.extractOutputValues()).hasSize(1);
      harness.setProcessingTime(NOW + 200);
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Test
  void recordShowsSharesAndTheOldestEventBehindThem() throws Exception {
    try (NeighborhoodHarness harness = open(config(0.05, 3))) {
      harness.update("a", "b", 1, NOW - 5, NOW - 2);
      harness.update("a", "c", 1, NOW - 4, NOW - 3);
      harness.update("a", "d", 2, NOW - 6, NOW - 1);

      ItemNeighborhood record = harness.last("a");
      assertThat(record.getItemType()).isEqualTo("track");
      assertThat(record.getAsOf()).isEqualTo(Instant.ofEpochMilli(NOW - 4));
      assertThat(record.getOldestPendingEventAt()).isEqualTo(Instant.ofEpochMilli(NOW - 3));
      assertThat(record.getVersion()).isEqualTo(NOW * 1_000);
      assertThat(record.getRelations().get(0).getNeighbors())
          .extracting(Neighbor::getItemId)
          .containsExactly("d", "c", "b");
      assertThat(harness.extractOutputValues().get(0).version()).isEqualTo(record.getVersion());
    }
  }

  @Test
  void nothingOfABundleIsLostWhenRestoringFromACheckpointTakenBeforeItWasFull() throws Exception {
    OperatorSubtaskState snapshot;
    try (NeighborhoodHarness harness = open(config(0.05, 100))) {
      harness.update("a", "b", 1);
      harness.update("a", "c", 3);
      harness.getOperator().prepareSnapshotPreBarrier(1);
      snapshot = harness.snapshot(1, NOW);
    }
    try (NeighborhoodHarness harness = new NeighborhoodHarness(config(0, 1))) {
      harness.initializeState(snapshot);
      harness.open();
      harness.setProcessingTime(NOW + 5_000);
      harness.update("a", "b", 4);
      assertThat(harness.last("a").getRelations().get(0).getNeighbors())
          .extracting(Neighbor::getShare)
          .containsExactly(0.625f, 0.375f);
    }
  }

  @Test
  void backlogIsShownOnceAtItsEndThoughTheJobIsRestoredInBetween() throws Exception {
    OperatorSubtaskState snapshot;
    try (NeighborhoodHarness harness = unread()) {
      harness.update("a", "b", 1);
      harness.setProcessingTime(NOW + 3_600_000);
      harness.update("a", "c", 1);
      assertThat(harness.extractOutputValues()).isEmpty();
      snapshot = harness.snapshot(1, NOW + 3_600_000);
    }
    try (NeighborhoodHarness harness = new NeighborhoodHarness(config(0, 1))) {
      harness.setProcessingTime(NOW + 7_200_000);
      harness.initializeState(snapshot);
      harness.openUnread();
      harness.setProcessingTime(NOW + 7_300_000);
      harness.update("a", "d", 2);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.read();
      harness.update("a", "d", 4, NOW, NOW + 7_300_000);
      assertThat(harness.extractOutputValues()).as("its timer is near").isEmpty();
      harness.setProcessingTime(NOW + 7_360_000);
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(harness.last("a").getRelations().get(0).getNeighbors())
          .extracting(Neighbor::getShare)
          .containsExactly(0.75f, 0.125f, 0.125f);
      assertThat(harness.last("a").getOldestPendingEventAt())
          .as("of those after the backlog")
          .isEqualTo(Instant.ofEpochMilli(NOW + 7_300_000));
      harness.update("a", "b", 8);
      harness.setProcessingTime(NOW + 7_362_000);
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Test
  void takedownIsShownAtOnceInABacklogToo() throws Exception {
    try (NeighborhoodHarness harness = unread()) {
      harness.update("a", "b", 1);
      harness.presence("a", false);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  private static NeighborhoodHarness unread() throws Exception {
    NeighborhoodHarness harness = new NeighborhoodHarness(config(0, 1));
    harness.setProcessingTime(NOW);
    harness.openUnread();
    return harness;
  }

  @Test
  void sweepThatIsStillWantedAtTheEndSetsNoTimer() throws Exception {
    try (NeighborhoodHarness harness = open(config(0.05, 1))) {
      harness.update("a", "b", 100);
      harness.setProcessingTime(NOW + 5_000);
      harness.update("a", "c", 1);
      harness.presence("c", false);
      assertThat(harness.extractOutputValues()).as("a, and the end of c").hasSize(2);
      harness.getProcessingTimeService().quiesce().get();
      harness.getOperator().finish();
      assertThat(harness.numProcessingTimeTimers()).isZero();
      assertThat(harness.last("a").getRelations().get(0).getNeighbors())
          .extracting(Neighbor::getItemId)
          .containsExactly("b");
    }
  }

  @Test
  void endOfInputAppliesWhatWaits() throws Exception {
    try (NeighborhoodHarness harness = open(config(0.05, 100))) {
      harness.update("a", "b", 1);
      harness.endAllInputs();
      harness.getOperator().finish();
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void endOfInputPublishesWhatWaitsForATimerOrASweepAndLeavesNothingToWait() throws Exception {
    OperatorSubtaskState snapshot;
    try (NeighborhoodHarness harness = open(config(0.05, 1))) {
      harness.update("a", "b", 100);
      harness.update("z", "c", 1);
      harness.setProcessingTime(NOW + 10_000);
      harness.update("a", "d", 1);
      harness.presence("c", false);
      assertThat(harness.extractOutputValues()).as("and c itself").hasSize(3);
      harness.endAllInputs();
      harness.getOperator().finish();
      assertThat(harness.extractOutputValues()).hasSize(5);
      assertThat(harness.last("a").getRelations().get(0).getNeighbors()).hasSize(2);
      assertThat(harness.last("z").getRelations()).isEmpty();
      assertThat(harness.numProcessingTimeTimers()).isZero();
      snapshot = harness.snapshot(1, NOW);
    }
    try (NeighborhoodHarness harness = new NeighborhoodHarness(config(0.05, 1))) {
      harness.setProcessingTime(NOW + 20_000);
      harness.initializeState(snapshot);
      harness.open();
      harness.setProcessingTime(NOW + Duration.ofHours(3).toMillis());
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.update("a", "d", 50);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void itemPublishesAtMostOnceASecond() throws Exception {
    try (NeighborhoodHarness harness = open(config(0, 1))) {
      harness.update("a", "b", 1);
      harness.update("a", "c", 1);
      harness.update("a", "d", 1);
      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);

      harness.setProcessingTime(NOW + 1_000);
      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(harness.last("a").getRelations().get(0).getNeighbors()).hasSize(3);
      assertThat(harness.last("a").getVersion()).isEqualTo((NOW + 1_000) * 1_000);
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void smallDriftWaitsForTheStalenessDeadlineAndIsThenShown() throws Exception {
    try (NeighborhoodHarness harness = open(config(0.05, 1))) {
      harness.update("a", "b", 100);
      harness.setProcessingTime(NOW + 10_000);
      harness.update("a", "c", 1, NOW, NOW + 9_000);
      harness.update("a", "c", 0.5, NOW, NOW + 9_500);
      assertThat(harness.extractOutputValues()).hasSize(1);

      // The deadline is an hour less at most a quarter.
      harness.setProcessingTime(NOW + 10_000 + Duration.ofMinutes(45).toMillis() - 1);
      assertThat(harness.extractOutputValues()).hasSize(1);
      harness.setProcessingTime(NOW + 10_000 + Duration.ofHours(1).toMillis());
      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(harness.last("a").getOldestPendingEventAt()).as("held back, not waiting").isNull();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void changesThatAddUpToADriftAreShownBeforeTheDeadline() throws Exception {
    try (NeighborhoodHarness harness = open(config(0.05, 1))) {
      harness.update("a", "b", 100);
      harness.setProcessingTime(NOW + 10_000);
      for (int i = 0; i < 3; i++) {
        harness.update("a", "c", 1, NOW, NOW + 9_000 + i);
      }
      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(harness.last("a").getOldestPendingEventAt())
          .as("the one that made it too much, not those held back before")
          .isEqualTo(Instant.ofEpochMilli(NOW + 9_002));
    }
  }

  @Test
  void takenDownItemEndsAndLeavesItsNeighborsWhenTheyAreTouched() throws Exception {
    try (NeighborhoodHarness harness = open(config(0, 1))) {
      harness.update("a", "b", 3);
      harness.update("b", "a", 3);
      harness.setProcessingTime(NOW + 5_000);
      harness.presence("b", false);
      harness.presence("b", false);

      OutputRecord tombstone = harness.extractOutputValues().get(2);
      assertThat(tombstone.key()).isEqualTo("b");
      assertThat(tombstone.value()).isNull();
      assertThat(tombstone.version()).isEqualTo((NOW + 5_000) * 1_000);
      assertThat(harness.extractOutputValues()).hasSize(3);

      harness.setProcessingTime(NOW + 6_000);
      harness.update("b", "a", 1);
      harness.update("a", "b", 1);
      assertThat(harness.last("a").getRelations()).isEmpty();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  @Test
  void returningItemStartsEmptyAlsoWithNeighborsNotTouchedMeanwhile() throws Exception {
    OperatorSubtaskState snapshot;
    try (NeighborhoodHarness harness = open(config(0, 1))) {
      harness.update("a", "b", 3);
      harness.update("b", "a", 3);
      harness.setProcessingTime(NOW + 5_000);
      harness.presence("b", false);
      harness.presence("b", true);
      snapshot = harness.snapshot(1, NOW);
    }
    try (NeighborhoodHarness harness = new NeighborhoodHarness(config(0, 1))) {
      harness.setProcessingTime(NOW + 10_000); // before the sweep that open() wants
      harness.initializeState(snapshot);
      harness.open();
      harness.update("b", "c", 1);
      assertThat(harness.last("b").getRelations().get(0).getNeighbors())
          .extracting(Neighbor::getItemId)
          .containsExactly("c");
      harness.update("a", "c", 1);
      harness.setProcessingTime(NOW + 20_000);
      harness.update("a", "b", 1);
      assertThat(harness.last("a").getRelations().get(0).getNeighbors())
          .extracting(Neighbor::getShare)
          .containsExactly(0.5f, 0.5f);
    }
  }

  @Test
  void returningNeighborStartsEmptyThoughItHadBeenEvicted() throws Exception {
    try (NeighborhoodHarness harness = open(config(0, 1, 4))) {
      harness.update("a", "light", 1);
      for (String neighbor : List.of("b", "c", "d", "e")) {
        harness.update("a", neighbor, 3);
      }
      harness.presence("light", false);
      harness.presence("light", true);
      harness.setProcessingTime(NOW + 10_000);
      harness.update("a", "light", 1);
      harness.setProcessingTime(NOW + 20_000);
      assertThat(harness.last("a").getRelations().get(0).getNeighbors())
          .extracting(Neighbor::getShare)
          .containsExactly(0.3f, 0.3f, 0.3f, 0.1f);
    }
  }

  @Test
  void updatesThatWaitedWhenTheirItemWasTakenDownAreForgotten() throws Exception {
    try (NeighborhoodHarness harness = open(config(0, 100))) {
      harness.update("b", "a", 3);
      harness.presence("b", false);
      harness.presence("b", true);
      harness.setProcessingTime(NOW + 1_000);
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(tombstone -> assertThat(tombstone.value()).isNull());
    }
  }

  @Test
  void rememberedTakedownsAreBounded() throws Exception {
    try (NeighborhoodHarness harness = open(config(0, 1))) {
      for (int i = 0; i < 25; i++) {
        harness.setProcessingTime(NOW + i);
        harness.presence("gone-" + i, false);
      }
      harness.update("a", "gone-24", 1);
      assertThat(harness.extractOutputValues()).hasSize(25);
      harness.update("a", "gone-0", 1);
      assertThat(harness.extractOutputValues()).hasSize(26);
    }
  }

  @Test
  void epsilonIsLoosenedWhileEventsAreLateAndARestoreGoesOnWithIt() throws Exception {
    OperatorSubtaskState snapshot;
    try (NeighborhoodHarness harness = new NeighborhoodHarness(adaptive())) {
      harness.setProcessingTime(NOW);
      harness.open();
      harness.update("a", "b", 100);
      harness.setProcessingTime(NOW + PERIOD.toMillis());
      harness.period(Duration.ofSeconds(3));
      harness.period(Duration.ofSeconds(3));
      // .06 of L1: more than .05, less than twice that.
      harness.update("a", "c", 3.1, NOW, harness.getProcessingTime());
      assertThat(harness.last("a").getRelations().get(0).getNeighbors()).hasSize(1);
      snapshot = harness.snapshot(1, NOW);
    }
    try (NeighborhoodHarness harness = new NeighborhoodHarness(adaptive())) {
      harness.setProcessingTime(NOW + 10_000);
      harness.initializeState(snapshot);
      harness.open();
      harness.update("a", "c", .1, NOW, NOW + 10_000);
      assertThat(harness.extractOutputValues()).as("as loose as it was").isEmpty();
      // Of the same load, so for a try.
      for (int period = 0; period < 30; period++) {
        harness.period(Duration.ofMillis(10));
      }
      harness.update("a", "c", .1, NOW, harness.getProcessingTime());
      assertThat(harness.last("a").getRelations().get(0).getNeighbors())
          .as("tight again: shown though it moved little")
          .hasSize(2);
    }
  }

  @Test
  void lateEventsOfABacklogAreNoLoad() throws Exception {
    try (NeighborhoodHarness harness = new NeighborhoodHarness(adaptive())) {
      harness.setProcessingTime(NOW);
      harness.openUnread();
      harness.update("a", "b", 100);
      for (int period = 0; period < 4; period++) {
        harness.period(Duration.ofHours(2));
      }
      harness.read();
      harness.setProcessingTime(NOW + 10_000);
      assertThat(harness.last("a").getRelations().get(0).getNeighbors()).hasSize(1);
      harness.update("a", "c", 3.1, NOW, NOW + 10_000);
      harness.setProcessingTime(NOW + 12_000);
      assertThat(harness.last("a").getRelations().get(0).getNeighbors()).hasSize(2);
    }
  }

  static EdgeConfig config(double epsilon, int bundleSize) {
    return config(epsilon, bundleSize, 256);
  }

  private static EdgeConfig config(double epsilon, int bundleSize, int candidates) {
    return config(epsilon, bundleSize, candidates, AdaptiveSettings.off());
  }

  /** Epsilon .05, twice that after two late periods, back after three punctual ones. */
  private static EdgeConfig adaptive() {
    return config(0.05, 1, 256, new AdaptiveSettings(2, 1, 2, 3));
  }

  private static EdgeConfig config(
      double epsilon, int bundleSize, int candidates, AdaptiveSettings adaptive) {
    return new EdgeConfig(
        Duration.ofDays(365),
        Map.of(),
        candidates,
        Math.min(64, candidates),
        1,
        epsilon,
        Duration.ofHours(1),
        Duration.ofSeconds(1),
        bundleSize,
        Duration.ofMillis(200),
        3,
        10,
        Duration.ofHours(1),
        1_000,
        adaptive,
        PERIOD);
  }

  private static NeighborhoodHarness open(EdgeConfig config) throws Exception {
    NeighborhoodHarness harness = new NeighborhoodHarness(config);
    harness.open();
    harness.setProcessingTime(NOW);
    return harness;
  }
}
