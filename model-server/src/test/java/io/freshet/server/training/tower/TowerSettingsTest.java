package io.freshet.server.training.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TowerSettingsTest {
  private final TowerConfig defaults = TowerConfig.defaults();

  @Test
  void settingsByNameAreTheSettings() {
    assertThat(TowerConfig.quick().with(TowerSettings.of(defaults))).isEqualTo(defaults);
    assertThat(defaults.with(Map.of())).isEqualTo(defaults);
  }

  @Test
  void everySettingCanBeChanged() {
    TowerSettings.of(defaults)
        .forEach(
            (name, value) -> {
              String other = name.equals("finish") ? "keep_best" : other(name, value);
              TowerConfig changed = defaults.with(Map.of(name, other));
              assertThat(changed).as(name).isNotEqualTo(defaults);
              assertThat(TowerSettings.of(changed)).containsEntry(name, other);
            });
  }

  private static String other(String name, String value) {
    boolean isWhole = !value.contains(".");
    return isWhole
        ? Long.toString(Long.parseLong(value) + (name.equals("min-epochs") ? -1 : 1))
        : Double.toString(Double.parseDouble(value) / 2);
  }

  @Test
  void whatCannotBeIsNamed() {
    assertThatThrownBy(() -> defaults.with(Map.of("rate", "1")))
        .hasMessageContaining("settings are batch, blocks,")
        .hasMessageContaining("(rate)");
    assertThatThrownBy(() -> defaults.with(Map.of("batch", "many")))
        .hasMessage("Cannot train: batch cannot be many");
    assertThatThrownBy(() -> defaults.with(Map.of("finish", "never")))
        .hasMessage("Cannot train: finish cannot be never");
    assertThatThrownBy(() -> defaults.with(Map.of("layers", "-1")))
        .hasMessageContaining("layers must be at least 0 (-1)");
  }
}
