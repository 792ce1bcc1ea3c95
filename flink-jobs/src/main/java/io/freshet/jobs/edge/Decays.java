package io.freshet.jobs.edge;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.decay.ForwardDecay;
import java.util.HashMap;
import java.util.Map;

/** The decay of each neighbor type. Immutable. */
final class Decays {
  private final ForwardDecay other;
  private final Map<String, ForwardDecay> byType = new HashMap<>();

  Decays(EdgeConfig config) {
    requireNonNull(config, "config is null");
    other = new ForwardDecay(config.halfLife());
    config.halfLives().forEach((type, halfLife) -> byType.put(type, new ForwardDecay(halfLife)));
  }

  ForwardDecay of(String neighborType) {
    return byType.getOrDefault(neighborType, other);
  }
}
