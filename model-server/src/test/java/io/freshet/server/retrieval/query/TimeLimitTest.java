package io.freshet.server.retrieval.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.retrieval.index.CandidateFilter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TimeLimitTest {
  @Test
  void searchPastItsTimeEnds() {
    TimeLimit late = new TimeLimit(CandidateFilter.ALL, Duration.ofNanos(-1));
    assertThatThrownBy(() -> ask(late)).isInstanceOf(TooSlowException.class);
  }

  @Test
  void searchWithinItsTimeIsLeftAlone() {
    TimeLimit early = new TimeLimit((id, type) -> id.isEmpty(), Duration.ofHours(1));
    ask(early);
    assertThat(early.accepts("", "track")).isTrue();
    assertThat(early.accepts("a", "track")).isFalse();
  }

  private static void ask(CandidateFilter filter) {
    for (int i = 0; i < 1000; i++) {
      filter.accepts("a", "track");
    }
  }
}
