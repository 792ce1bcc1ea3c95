package io.freshet.server.retrieval.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatchUpTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final CatchUp catchUp = new CatchUp(START);

  @Test
  void isNotCaughtUpBeforeTheEndsAreKnown() {
    catchUp.moved(0, 100);
    assertThat(catchUp.caughtUp()).isFalse();
  }

  @Test
  void isCaughtUpOnceEveryPartitionReachesItsEnd() {
    catchUp.endsSeen(START, Map.of(0, 10L, 1, 5L));
    catchUp.moved(0, 10);
    assertThat(catchUp.caughtUp()).isFalse();
    catchUp.moved(1, 6);
    assertThat(catchUp.caughtUp()).isTrue();
  }

  @Test
  void emptyTopicIsCaughtUpAtOnce() {
    catchUp.endsSeen(START, Map.of(0, 0L));
    assertThat(catchUp.caughtUp()).isTrue();
  }

  @Test
  void steadyStreamCannotPutOffCatchingUp() {
    catchUp.endsSeen(START, Map.of(0, 10L));
    catchUp.moved(0, 9);
    catchUp.endsSeen(START.plusSeconds(1), Map.of(0, 20L));
    catchUp.moved(0, 10);
    assertThat(catchUp.caughtUp()).isTrue();
    assertThat(lagAt(START.plusSeconds(2))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void lagGrowsWhilePausedAndShrinksWhenCaughtUpAgain() {
    catchUp.endsSeen(START, Map.of(0, 0L));
    assertThat(lagAt(START.plusSeconds(60))).isEqualTo(Duration.ofSeconds(60));
    catchUp.endsSeen(START.plusSeconds(60), Map.of(0, 7L));
    assertThat(lagAt(START.plusSeconds(61))).isEqualTo(Duration.ofSeconds(61));
    catchUp.moved(0, 7);
    assertThat(lagAt(START.plusSeconds(61))).isEqualTo(Duration.ofSeconds(1));
    assertThat(catchUp.progress(START).appliedOffset()).isEqualTo(7);
  }

  @Test
  void lagCountsFromTheStartUntilCaughtUp() {
    catchUp.endsSeen(START.plusSeconds(5), Map.of(0, 7L));
    assertThat(lagAt(START.plusSeconds(9))).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void addedPartitionCountsAtTheNextLook() {
    catchUp.endsSeen(START, Map.of(0, 5L));
    catchUp.endsSeen(START.plusSeconds(1), Map.of(0, 5L, 1, 3L));
    catchUp.moved(0, 5);
    assertThat(catchUp.caughtUp()).isFalse();
    catchUp.moved(1, 3);
    assertThat(catchUp.caughtUp()).isTrue();
  }

  private Duration lagAt(Instant now) {
    return catchUp.progress(now).lag();
  }
}
