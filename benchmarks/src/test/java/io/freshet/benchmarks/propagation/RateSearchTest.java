package io.freshet.benchmarks.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

final class RateSearchTest {
  @Test
  void rateFoundIsCloseBelowTheCapacity() {
    for (double capacity = 300; capacity < 1e6; capacity *= 1.7) {
      double most = capacity;
      RateSearch search = searched(rate -> rate <= most);
      assertThat(search.isHeld()).isTrue();
      assertThat(search.rate()).isBetween(capacity / 1.4, capacity);
    }
  }

  @Test
  void rateThatIsNotHeldIsLoweredUntilItIs() {
    RateSearch search = new RateSearch(4_000, 100);
    while (!search.isDone()) {
      search.tried(search.rate() <= (search.isHolding() ? 8_000 : 10_000));
    }
    assertThat(search.isHeld()).isTrue();
    assertThat(search.rate()).isBetween(6_000.0, 8_000.0);
  }

  @Test
  void searchIsGivenUpBelowTheLeastRate() {
    RateSearch search = searched(rate -> false);
    assertThat(search.isHeld()).isFalse();
    assertThat(search.rate()).isCloseTo(50, within(50.0));
  }

  private static RateSearch searched(DoublePredicate isOnTime) {
    RateSearch search = new RateSearch(4_000, 100);
    while (!search.isDone()) {
      search.tried(isOnTime.test(search.rate()));
    }
    return search;
  }
}
