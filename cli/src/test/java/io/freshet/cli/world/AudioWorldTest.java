package io.freshet.cli.world;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class AudioWorldTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final WorldSettings SETTINGS = WorldSettings.defaults(42, NOW).sized(1_000, 300);
  private static final int EVENTS = 20_000;

  private final AudioWorld world = new AudioWorld(SETTINGS);

  @Test
  void sameSeedGivesTheSameWorldAndAnotherSeedAnother() {
    AudioWorld again = new AudioWorld(SETTINGS);
    assertThat(again.catalog()).isEqualTo(world.catalog());
    assertThat(take(again.warmUp(500), 500)).isEqualTo(take(world.warmUp(500), 500));
    assertThat(take(again.live(NOW, 100, item -> {}), 500))
        .isEqualTo(take(world.live(NOW, 100, item -> {}), 500));
    AudioWorld other = new AudioWorld(WorldSettings.defaults(43, NOW).sized(1_000, 300));
    assertThat(other.catalog()).isNotEqualTo(world.catalog());
  }

  @Test
  void catalogMixesKindsWithTextsAndCreators() {
    Map<String, Long> types =
        world.catalog().stream()
            .collect(Collectors.groupingBy(CatalogItem::getItemType, Collectors.counting()));
    assertThat(types.get("track")).isBetween(650L, 750L);
    assertThat(types.get("podcast")).isBetween(150L, 250L);
    assertThat(types.get("audiobook")).isBetween(60L, 140L);
    assertThat(world.catalog())
        .allSatisfy(
            item -> {
              assertThat(item.getTitle()).isNotBlank();
              assertThat(item.getDescription()).contains(item.getCreators().get(0));
              assertThat(item.getReleasedAt()).isBeforeOrEqualTo(NOW);
            });
  }

  @Test
  void eventsAreValidAndInOrder() {
    Map<String, CatalogItem> catalog = new HashMap<>();
    world.catalog().forEach(item -> catalog.put(item.getItemId(), item));
    Set<String> ids = new HashSet<>();
    Instant last = NOW.minus(SETTINGS.warmUpSpan());
    for (ListeningEvent event : take(world.warmUp(EVENTS), EVENTS)) {
      CatalogItem item = requireNonNull(catalog.get(event.getItemId()));
      assertThat(ids.add(event.getEventId())).isTrue();
      assertThat(event.getOccurredAt()).isBetween(last, NOW);
      assertThat(event.getItemType()).isEqualTo(item.getItemType());
      assertThat(item.getReleasedAt()).isBeforeOrEqualTo(event.getOccurredAt());
      Long played = event.getMsPlayed();
      assertThat(played == null || played <= item.getDurationMs()).isTrue();
      last = event.getOccurredAt();
    }
    assertThat(world.warmUp(EVENTS)).hasNext();
  }

  @Test
  void everySignalHappensAndMostPlaysAreNotSkipped() {
    Map<Signal, Long> signals =
        take(world.warmUp(EVENTS), EVENTS).stream()
            .collect(Collectors.groupingBy(ListeningEvent::getSignal, Collectors.counting()));
    assertThat(signals)
        .containsKeys(
            Signal.STREAM,
            Signal.COMPLETE,
            Signal.SKIP,
            Signal.LIKE,
            Signal.FOLLOW,
            Signal.SAVE,
            Signal.PREVIEW);
    assertThat(signals.getOrDefault(Signal.SKIP, 0L) / (double) EVENTS).isBetween(0.1, 0.25);
  }

  @Test
  void playsInARowShareACommunityFarMoreOftenThanChance() {
    Map<String, Integer> communities = communities();
    Map<String, String> lastItem = new HashMap<>();
    Map<String, Instant> lastTime = new HashMap<>();
    int pairs = 0;
    int same = 0;
    int crossType = 0;
    int sameCrossType = 0;
    for (ListeningEvent event : take(world.warmUp(EVENTS), EVENTS)) {
      String user = event.getUserId();
      String item = event.getItemId();
      String before = lastItem.put(user, item);
      Instant then = lastTime.put(user, event.getOccurredAt());
      if (before == null || then == null || before.equals(item)) {
        continue;
      }
      boolean together = Objects.equals(communities.get(before), communities.get(item));
      pairs++;
      same += together ? 1 : 0;
      if (!before.startsWith(event.getItemType())) {
        crossType++;
        sameCrossType += together ? 1 : 0;
      }
    }
    double chance = 1.0 / SETTINGS.communities();
    assertThat(same / (double) pairs).isGreaterThan(8 * chance);
    assertThat(sameCrossType / (double) crossType).isGreaterThan(5 * chance);
  }

  @Test
  void communitiesShareThemesSoThatTextAloneDoesNotTellThem() {
    Map<String, Integer> communities = communities();
    Map<String, Set<Integer>> byGenre = new HashMap<>();
    for (CatalogItem item : world.catalog()) {
      byGenre
          .computeIfAbsent(item.getItemType() + item.getGenres(), genre -> new HashSet<>())
          .add(communities.get(item.getItemId()));
    }
    double mean = byGenre.values().stream().mapToInt(Set::size).average().orElse(0);
    assertThat(mean).isCloseTo(SETTINGS.communities() / 12.0, within(0.5));
  }

  @Test
  void tastesDrift() {
    Tastes tastes = new Tastes(SETTINGS);
    int kept = 0;
    for (int user = 0; user < 300; user++) {
      Instant later = NOW.plus(SETTINGS.tasteLife().dividedBy(2));
      kept += tastes.community(user, 0, NOW) == tastes.community(user, 0, later) ? 1 : 0;
    }
    assertThat(kept).as("half a life later about half are the same").isBetween(110, 190);
  }

  @Test
  void newItemsComeOutBeforeTheyArePlayedAndAreSoonPopular() {
    List<String> released = new ArrayList<>();
    Iterator<ListeningEvent> live = world.live(NOW, 1_000, item -> released.add(item.getItemId()));
    Set<String> known = new HashSet<>();
    world.catalog().forEach(item -> known.add(item.getItemId()));
    int playsOfReleases = 0;
    for (ListeningEvent event : take(live, EVENTS)) {
      boolean old = known.contains(event.getItemId());
      assertThat(old || released.contains(event.getItemId())).isTrue();
      playsOfReleases += old ? 0 : 1;
    }
    assertThat(released).hasSize((EVENTS - 1) / SETTINGS.releaseEvery());
    assertThat(playsOfReleases).isGreaterThan(EVENTS / 100);
  }

  @Test
  void liveEventsKeepTheirRate() {
    List<ListeningEvent> events = take(world.live(NOW, 1_000, item -> {}), 2_001);
    assertThat(Duration.between(NOW, events.get(2_000).getOccurredAt()))
        .isEqualTo(Duration.ofSeconds(2));
    assertThatIllegalArgumentException().isThrownBy(() -> world.live(NOW, 0, item -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> world.warmUp(0));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.sized(10, 300));
  }

  private Map<String, Integer> communities() {
    Map<String, Integer> communities = new HashMap<>();
    List<CatalogItem> catalog = world.catalog();
    for (int number = 0; number < catalog.size(); number++) {
      communities.put(catalog.get(number).getItemId(), world.community(number));
    }
    return communities;
  }

  private static List<ListeningEvent> take(Iterator<ListeningEvent> events, int count) {
    List<ListeningEvent> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(events.next());
    }
    return taken;
  }
}
