package io.freshet.jobs.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final long BEGAN = 1_000_000;
  private static final Watermark READ = new Watermark(BacklogWatermarks.READ);

  @Test
  void unreadUntilTheWatermarkSaysSo() {
    Backlog backlog = new Backlog(BEGAN);

    assertThat(backlog.isRead()).isFalse();
    backlog.advance(new Watermark(BacklogWatermarks.READ - 1), BEGAN);
    assertThat(backlog.isRead()).isFalse();
    backlog.advance(READ, BEGAN);
    assertThat(backlog.isRead()).isTrue();
  }

  @Test
  void idleInputIsReadForAsLongAsItIsIdle() {
    Backlog backlog = new Backlog(BEGAN);

    backlog.advance(WatermarkStatus.IDLE);
    assertThat(backlog.isRead()).isTrue();
    backlog.advance(WatermarkStatus.ACTIVE);
    assertThat(backlog.isRead()).isFalse();
  }

  @Test
  void waitsGrowWithTheBacklogWithinBounds() {
    Backlog backlog = new Backlog(BEGAN);

    assertWait(backlog, BEGAN, 500, 1_000);
    assertWait(backlog, BEGAN + 40_000, 5_000, 10_000);
    assertWait(backlog, BEGAN + 86_400_000, 30_000, 60_000);
  }

  private static void assertWait(Backlog backlog, long now, long least, long most) {
    for (int key = 0; key < 1_000; key++) {
      assertThat(backlog.dueMillis("item-" + key, now) - now).isBetween(least, most + 100);
    }
  }

  @Test
  void noSecondAfterABacklogSeesThreeTimesTheMean() {
    Backlog backlog = new Backlog(BEGAN);
    long end = BEGAN + 400_000;
    Map<Long, Integer> perSecond = new TreeMap<>();
    for (int key = 0; key < 100_000; key++) {
      String id = "item-" + key;
      // Changed all along, so each key's first timer is set at another time.
      long due = backlog.dueMillis(id, BEGAN + 4L * key);
      while (due < end) {
        due = backlog.dueMillis(id, due);
      }
      perSecond.merge((due - end) / 1_000, 1, Integer::sum);
    }

    double mean = 100_000.0 / perSecond.size();
    assertThat(perSecond).hasSizeGreaterThan(30).hasSizeLessThanOrEqualTo(60);
    assertThat(perSecond.values())
        .allSatisfy(count -> assertThat((double) count).isLessThan(3 * mean));
  }

  @Test
  void timersOfTheBacklogAreWaitedForAfterItsEnd() {
    Backlog backlog = new Backlog(BEGAN);
    long end = BEGAN + 40_000;
    long due = backlog.dueMillis("item", end);
    backlog.advance(READ, end);

    assertThat(backlog.covers(due, end)).isTrue();
    assertThat(backlog.covers(end + 3_600_000, end)).as("a deadline far away").isFalse();
    assertThat(backlog.covers(due, end + 10_000)).as("all have fired").isFalse();
  }
}
