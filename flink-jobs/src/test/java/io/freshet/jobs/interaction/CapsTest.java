package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What one user may add, and who is cut. */
@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class CapsTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private int events;

  @Test
  void eventsBeyondTheCapOfAMinuteAreDroppedAndTheNextMinuteIsOpen() throws Exception {
    try (PairingHarness harness =
        PairingHarness.opened(PairingHarness.config("max-minute-events", "3"))) {
      for (int i = 0; i < 10; i++) {
        harness.process(event("i" + i, NOW, NOW + i));
      }
      assertThat(harness.side(Interactions.INTERACTIONS)).hasSize(3);
      harness.process(event("next", NOW, NOW + MINUTE));
      assertThat(harness.side(Interactions.INTERACTIONS)).hasSize(4);
    }
  }

  @Test
  void backdatingEvadesNoCap() throws Exception {
    for (String cap : List.of("max-minute-events", "max-daily-events")) {
      try (PairingHarness harness = PairingHarness.opened(PairingHarness.config(cap, "3"))) {
        for (int i = 0; i < 60; i++) {
          harness.process(event("i" + i, NOW - i * DAY, NOW));
        }
        assertThat(harness.side(Interactions.INTERACTIONS)).hasSize(3);
      }
    }
  }

  @Test
  void aClockThatStepsBackOpensNoDayTwiceButAReplayHasItsOwn() throws Exception {
    try (PairingHarness harness =
        PairingHarness.opened(PairingHarness.config("max-daily-events", "2"))) {
      for (int i = 0; i < 5; i++) {
        harness.process(event("i" + i, NOW, NOW));
        harness.process(event("j" + i, NOW, NOW - DAY));
      }
      assertThat(harness.side(Interactions.INTERACTIONS)).hasSize(2);
      harness.process(event("old", NOW - 40 * DAY, NOW - 40 * DAY));
      assertThat(harness.side(Interactions.INTERACTIONS)).hasSize(3);
    }
  }

  @Test
  void theNearestInTimeArePairedAndOfTwoAsNearTheEarlier() throws Exception {
    try (PairingHarness harness =
        PairingHarness.opened(PairingHarness.config("max-pairs-per-event", "3"))) {
      for (int at : new int[] {40, 0, 70, 30, 50}) {
        harness.process(event("at" + at, NOW + at, NOW));
      }
      harness.drain(update -> {});
      harness.process(event("fresh", NOW + 45, NOW));
      assertThat(PairingHarness.updates(harness))
          .filteredOn(update -> update.itemId().equals("fresh"))
          .extracting(EdgeUpdate::neighborId)
          .containsExactly("at40", "at50", "at30");
    }
  }

  @Property(tries = 100)
  void repeatsOfTheSameTwoItemsAddUpToTheCapInAnyOrder(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    double cap = .5 + random.nextInt(40);
    List<CheckedEvent> sent = new ArrayList<>();
    int[] plays = new int[2];
    for (int i = random.nextInt(48); i >= 0; i--) {
      int item = random.nextInt(2);
      plays[item]++;
      sent.add(event("i" + item, NOW - random.nextInt(30) * DAY, NOW));
    }
    try (PairingHarness harness =
        PairingHarness.opened(PairingHarness.config("pair-cap", Double.toString(cap)))) {
      for (CheckedEvent event : sent) {
        harness.process(event);
      }
      double expected = Math.min(cap, plays[0] * plays[1]);
      for (String item : List.of("i0", "i1")) {
        assertThat(sum(harness, item)).isCloseTo(expected, within(1e-9));
      }
    }
  }

  @Property(tries = 100)
  void noTwoItemsEverWeighMoreThanThePairCapAlsoWhenSessionsJoin(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    double cap = .5 + random.nextInt(20);
    InteractionConfig config =
        PairingHarness.config(
            "pair-cap", Double.toString(cap),
            "session-gap", "2d",
            "across-sessions", List.of("0", "0.25", "0.9").get(random.nextInt(3)),
            "kernel-half-life", random.nextBoolean() ? "0d" : "5d",
            "strength.like", Double.toString(.1 + random.nextDouble()));
    try (PairingHarness harness = PairingHarness.opened(config)) {
      for (int i = 0; i < 50; i++) {
        harness.process(event("i" + random.nextInt(3), NOW - random.nextInt(30) * DAY, NOW));
      }
      for (String item : List.of("i0", "i1", "i2")) {
        for (String neighbor : List.of("i0", "i1", "i2")) {
          double weight =
              PairingHarness.updates(harness).stream()
                  .filter(update -> update.itemId().equals(item))
                  .filter(update -> update.neighborId().equals(neighbor))
                  .mapToDouble(EdgeUpdate::weight)
                  .sum();
          assertThat(weight).isLessThanOrEqualTo(cap + 1e-9);
        }
      }
    }
  }

  @Test
  void aUserAddsHalfTheItemCapToAnItemsEdgesInADayAndAsMuchAgainTheNext() throws Exception {
    InteractionConfig config = PairingHarness.config("item-cap", "21");
    try (PairingHarness harness = PairingHarness.opened(config)) {
      for (int i = 0; i < 40; i++) {
        harness.process(event(i % 2 == 0 ? "target" : "i" + i, NOW, NOW));
      }
      assertThat(sum(harness, "target")).isEqualTo(10.5);
      assertThat(PairingHarness.updates(harness)).extracting(EdgeUpdate::itemId).contains("i39");
      for (int i = 0; i < 40; i++) {
        harness.process(event(i % 2 == 0 ? "target" : "j" + i, NOW, NOW + DAY));
      }
      assertThat(sum(harness, "target")).isEqualTo(21);
    }
  }

  @Test
  void defaultsLeaveAFullDayOfDifferentItemsAndOfAnAlbumFiveTimesAsItIs() throws Exception {
    InteractionConfig free = PairingHarness.config("pair-cap", "Infinity", "item-cap", "Infinity");
    for (int different : new int[] {10, 300}) {
      double[] weights = new double[2];
      for (int capped = 0; capped < 2; capped++) {
        events = 0;
        InteractionConfig config = capped == 1 ? InteractionConfig.defaults() : free;
        try (PairingHarness harness = PairingHarness.opened(config)) {
          for (int i = 0; i < (different == 10 ? 50 : 300); i++) {
            harness.process(event("i" + i % different, NOW + i * MINUTE, NOW + i * MINUTE));
          }
          weights[capped] =
              PairingHarness.updates(harness).stream().mapToDouble(EdgeUpdate::weight).sum();
        }
      }
      assertThat(weights[1]).isEqualTo(weights[0]).isPositive();
    }
  }

  @Test
  void eventsBeyondTheDampingsStartWeighLess() throws Exception {
    InteractionConfig config =
        PairingHarness.config("damping-from", "4", "damping-exponent", "0.5");
    try (PairingHarness harness = PairingHarness.opened(config)) {
      for (int n = 1; n <= 16; n++) {
        harness.drain(update -> {});
        harness.process(event("i" + n, NOW, NOW));
        double expected = n <= 4 ? 1 : Math.sqrt(4.0 / n);
        assertThat(PairingHarness.updates(harness))
            .hasSize(2 * (n - 1))
            .allSatisfy(update -> assertThat(update.weight()).isCloseTo(expected, within(1e-12)));
      }
    }
  }

  @Test
  void whatWasCutIsCounted() {
    CapConfig caps = new CapConfig(10, 10, 50, 100, 3, 10, 0);
    Activity activity = new Activity();
    List<EdgeUpdate> out = new ArrayList<>();
    CappedEdges edges = new CappedEdges(activity, caps, 1, NOW, out::add);
    edges.add(interaction("a"), interaction("b"), 1, 1);
    assertThat(edges.cut()).isZero();
    edges.add(interaction("a"), interaction("c"), 1, .25);
    assertThat(edges.cut()).as("both by the pair").isEqualTo(2);
    edges.add(interaction("a"), interaction("d"), 1, 1);
    assertThat(edges.cut()).as("one by the item; the other has room").isEqualTo(3);
    assertThat(out).extracting(EdgeUpdate::weight).containsExactly(1., 1., .25, .25, .25, 1.);
  }

  private static double sum(PairingHarness harness, String item) {
    return PairingHarness.updates(harness).stream()
        .filter(update -> update.itemId().equals(item))
        .mapToDouble(EdgeUpdate::weight)
        .sum();
  }

  private CheckedEvent event(String item, long occurredAt, long clock) {
    return new CheckedEvent(
        "e" + events++, "u", item, "track", Signal.LIKE, occurredAt, -1, -1, clock, clock);
  }

  private static PastInteraction interaction(String item) {
    return new PastInteraction(item.hashCode(), item, "track", Signal.LIKE, 1, NOW, NOW);
  }
}
