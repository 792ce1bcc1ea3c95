package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.snapshot.EventLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BlocksTest {
  private final TasteWorld world = new TasteWorld(3, 40, 60, 3, 800);
  private final TowerConfig config = TasteWorld.config();

  @Test
  void blocksSeeOnlyWhatIsStrictlyOlderThanTheirTargets() {
    EventLog log = coarse(world.log(), 10);
    List<Block> blocks = blocks(log);
    assertThat(blocks).hasSize(config.targets().blocks());
    long end = Long.MAX_VALUE;
    for (int k = blocks.size() - 1; k >= 0; k--) {
      Block block = blocks.get(k);
      long asOf = block.snapshot().asOf();
      assertThat(block.snapshot().events().size()).isEqualTo(log.countBefore(asOf));
      for (int target : block.targets()) {
        assertThat(log.time(target)).isGreaterThanOrEqualTo(asOf).isLessThan(end);
        assertThat(block.active().number(log.item(target))).isNotNegative();
      }
      end = asOf;
    }
  }

  @Test
  void targetsAreTheFirstMeetingsOfUsersThatDidSomethingBefore() {
    EventLog log = coarse(world.log(), 4);
    Set<Integer> expected = new HashSet<>();
    for (int event = log.countBefore(blocks(log).get(0).snapshot().asOf());
        event < log.size();
        event++) {
      boolean isFirst = log.strength(event) >= config.targets().weakBelow();
      boolean hasHistory = false;
      for (int other = 0; other < event; other++) {
        if (log.user(other) == log.user(event)) {
          isFirst &= log.item(other) != log.item(event);
          hasHistory |= log.time(other) < log.time(event);
        }
      }
      if (isFirst && hasHistory) {
        expected.add(event);
      }
    }
    List<Integer> targets = new ArrayList<>();
    blocks(log).forEach(block -> Arrays.stream(block.targets()).forEach(targets::add));
    assertThat(targets).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(targets.size()).isBetween(100, 700);
  }

  @Test
  void blocksAreAboutEquallyLong() {
    EventLog log = world.log();
    List<Block> blocks = blocks(log);
    for (int k = 1; k < blocks.size(); k++) {
      int events =
          blocks.get(k).snapshot().events().size() - blocks.get(k - 1).snapshot().events().size();
      assertThat(events).isBetween(179, 181);
    }
  }

  @Test
  void itemsWithFewUsersAreNeitherTargetsNorCandidates() {
    EventLog log = world.log();
    int least = 12;
    TowerConfig choosy = config.withCandidates(new TowerConfig.Candidates(least, 15_000, 100));
    List<Block> all = blocks(log);
    List<Block> chosen = new Blocks(choosy, log).cut(new PlainSnapshots(world.table(), log));
    int left = 0;
    for (int k = 0; k < all.size(); k++) {
      Block block = chosen.get(k);
      int[] items = block.active().items();
      assertThat(items).isEqualTo(all.get(k).active().items());
      assertThat(Arrays.stream(block.candidates()).map(number -> items[number]).toArray())
          .isEqualTo(Arrays.stream(items).filter(item -> users(log, item) >= least).toArray());
      assertThat(block.targets())
          .isEqualTo(
              Arrays.stream(all.get(k).targets())
                  .filter(target -> users(log, log.item(target)) >= least)
                  .toArray());
      left += items.length - block.candidates().length;
    }
    assertThat(left).isPositive();
  }

  @Test
  void usersWithFewEventsHaveNoTargets() {
    EventLog log = world.log();
    TowerConfig.Targets targets = new TowerConfig.Targets(4, 0.9, 0.5, 0.5, 20);
    TowerConfig choosy = config.withTargets(targets);
    List<Block> all = blocks(log);
    List<Block> chosen = new Blocks(choosy, log).cut(new PlainSnapshots(world.table(), log));
    int left = 0;
    for (int k = 0; k < all.size(); k++) {
      int[] expected =
          Arrays.stream(all.get(k).targets())
              .filter(target -> events(log, log.user(target)) >= 20)
              .toArray();
      assertThat(chosen.get(k).targets()).isEqualTo(expected);
      left += all.get(k).targets().length - expected.length;
    }
    assertThat(left).isPositive();
  }

  private static long events(EventLog log, int user) {
    return IntStream.range(0, log.size()).filter(event -> log.user(event) == user).count();
  }

  private static long users(EventLog log, int item) {
    return IntStream.range(0, log.size())
        .filter(event -> log.item(event) == item)
        .map(log::user)
        .distinct()
        .count();
  }

  private List<Block> blocks(EventLog log) {
    return new Blocks(config, log).cut(new PlainSnapshots(world.table(), log));
  }

  /** The log with so many events at a time sharing one instant. */
  private static EventLog coarse(EventLog log, int together) {
    int[] who = new int[log.size()];
    int[] what = new int[log.size()];
    long[] times = new long[log.size()];
    float[] strengths = new float[log.size()];
    for (int event = 0; event < log.size(); event++) {
      who[event] = log.user(event);
      what[event] = log.item(event);
      times[event] = log.time(event / together * together);
      strengths[event] = log.strength(event);
    }
    return new EventLog(log.userIds(), who, what, times, strengths);
  }
}
