package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ValidationFiguresTest {
  /** The hit rate of 100 users is known to within sqrt(.2 * .8 / 100) = .04. */
  private final ValidationFigures highest = new ValidationFigures(0.2, 0.1, 100);

  @Test
  void whatIsWithinAStandardErrorIsLevel() {
    assertThat(highest.isLevelWith(highest)).isTrue();
    assertThat(new ValidationFigures(0.17, 0.091, 100).isLevelWith(highest)).isTrue();
    assertThat(new ValidationFigures(0.17, 0.089, 100).isLevelWith(highest)).isFalse();
  }

  @Test
  void ofMoreUsersLessIsAnAccident() {
    ValidationFigures sure = new ValidationFigures(0.2, 0.1, 10_000);
    assertThat(new ValidationFigures(0.17, 0.1, 10_000).isLevelWith(sure)).isFalse();
    assertThat(new ValidationFigures(0.197, 0.1, 10_000).isLevelWith(sure)).isTrue();
  }

  @Test
  void anythingMeasuredIsBetterThanNothing() {
    assertThat(new ValidationFigures(0, 0, 100).isLevelWith(ValidationFigures.NONE)).isTrue();
    assertThat(ValidationFigures.NONE.isLevelWith(new ValidationFigures(0, 0, 100))).isFalse();
  }
}
