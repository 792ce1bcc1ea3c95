package io.freshet.jobs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import org.junit.jupiter.api.Test;

final class AdaptiveSettingsTest {
  @Test
  void levelsGoInEvenFactorsFromTheConfiguredThresholdsToTheLimit() {
    ThresholdRange range = new AdaptiveSettings(4, 2, 5, 60).range(new Thresholds(.02, .03, .04));

    assertThat(range.at(0)).isEqualTo(new Thresholds(.02, .03, .04));
    assertThat(range.at(1).delta()).isCloseTo(.04, within(1e-12));
    assertThat(range.at(2).delta()).isCloseTo(.08, within(1e-12));
    assertThat(range.at(2).gamma()).isCloseTo(.12, within(1e-12));
    assertThat(range.at(2).theta()).isEqualTo(.04);
    assertThat(range.at(9)).isEqualTo(range.at(2));
  }

  @Test
  void exactStaysExact() {
    ThresholdRange range = AdaptiveSettings.defaults().range(new Thresholds(0, 0, 0));

    assertThat(range.levels()).isZero();
    assertThat(range.at(4).areExact()).isTrue();
  }

  @Test
  void zeroThresholdStaysZeroBesideAnother() {
    ThresholdRange range = AdaptiveSettings.defaults().range(new Thresholds(.02, 0, 0));

    assertThat(range.at(4).gamma()).isZero();
    assertThat(range.at(4).delta()).isCloseTo(.08, within(1e-12));
  }
}
