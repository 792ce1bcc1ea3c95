package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IndexConfigTest {
  @Test
  void defaultsAreIvfThatMeasuresItsProbes() {
    assertThat(IndexConfig.of(Map.of()))
        .isEqualTo(IndexConfig.defaults())
        .isEqualTo(new IndexConfig(IndexKind.IVF, .97, OptionalInt.empty(), 8192));
  }

  @Test
  void everyKeyIsMapped() {
    Map<String, String> values =
        Map.of(
            "index.kind", "exact",
            "index.target-recall", "0.9",
            "index.probes", "12",
            "index.scan-rows", "100");
    assertThat(IndexConfig.of(values))
        .isEqualTo(new IndexConfig(IndexKind.EXACT, .9, OptionalInt.of(12), 100));
  }

  @ParameterizedTest
  @CsvSource({
    "index.sort, ivf, index.sort",
    "index.kind, tree, tree",
    "index.target-recall, 0, 0.0",
    "index.target-recall, 1.1, 1.1",
    "index.target-recall, NaN, NaN",
    "index.probes, 0, 0",
    "index.scan-rows, -1, -1",
    "index.scan-rows, many, many"
  })
  void unknownKeysAndBadValuesAreRefusedByName(String key, String value, String named) {
    assertThatThrownBy(() -> IndexConfig.of(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Test
  void createsTheIndexOfItsKind() {
    InstantSource clock = InstantSource.system();
    assertThat(IndexConfig.defaults().create(4, StoreLimits.defaults(), clock))
        .isInstanceOf(IvfIndex.class)
        .matches(it -> it.dimensions() == 4);
    assertThat(
            IndexConfig.of(Map.of("index.kind", "exact")).create(4, StoreLimits.defaults(), clock))
        .isInstanceOf(ExactIndex.class);
  }
}
