package io.freshet.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReleaseGateTest {
  private final ReleaseGate gate = new ReleaseGate("hr", 0.1);

  @Test
  void aLittleWorseThanTheServingReleaseIsLetThroughAndMoreIsNot() {
    Optional<Release> serving = Optional.of(release("old", Map.of("hr", 0.5), Map.of()));
    assertThat(gate.objections(release("new", Map.of("hr", 0.46), Map.of()), serving)).isEmpty();
    assertThat(gate.objections(release("new", Map.of("hr", 0.44), Map.of()), serving))
        .containsExactly("hr of new is 0.4400, that of the serving old 0.5000");
  }

  @Test
  void anyBetterBaselineIsAnObjectionAndOtherMetricsAreNot() {
    Map<String, Double> baselines = Map.of("pop.hr", 0.6, "knn.hr", 0.3, "pop.mrr", 9.0);
    assertThat(gate.objections(release("new", Map.of("hr", 0.5), baselines), Optional.empty()))
        .containsExactly("hr of new is 0.5000, that of pop.hr 0.6000");
  }

  @Test
  void aReleaseThatWasNotMeasuredCannotBeJudged() {
    assertThat(gate.objections(release("new", Map.of(), Map.of()), Optional.empty()))
        .containsExactly("new has no figure of hr");
  }

  @Test
  void aServingReleaseWithoutTheFigureIsNoObjection() {
    Optional<Release> serving = Optional.of(release("old", Map.of("auc", 0.9), Map.of()));
    assertThat(gate.objections(release("new", Map.of("hr", 0.1), Map.of()), serving)).isEmpty();
  }

  private static Release release(
      String id, Map<String, Double> metrics, Map<String, Double> baselines) {
    Release random = ReferenceHgnn.random(1, 3, 2, 0, List.of());
    return new Release(id, "encoder", 3, 2, 0, List.of(), metrics, random.weights())
        .with(metrics, new Provenance("", "", "", "", Map.of(), baselines));
  }
}
