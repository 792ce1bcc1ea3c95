package io.freshet.server.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a release is good enough to serve: by one metric, where more is better, not worse than
 * the release that serves, nor than the best baseline that was measured beside it, beyond a
 * tolerance.
 *
 * @param metric name of the metric; a baseline's figure of it is {@code baseline.metric}
 * @param tolerance how much worse is let through, as a share of what is compared with
 */
public record ReleaseGate(String metric, double tolerance) {
  public ReleaseGate {
    requireNonNull(metric, "metric is null");
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          "Cannot judge releases: tolerance must be 0 to 1 (%s)".formatted(tolerance));
    }
  }

  /**
   * Why a release should not serve, empty where it may.
   *
   * @param serving the release that serves, where there is one
   */
  public List<String> objections(Release candidate, Optional<Release> serving) {
    Double figure = candidate.metrics().get(metric);
    if (figure == null) {
      return List.of("%s has no figure of %s".formatted(candidate.id(), metric));
    }
    List<String> objections = new ArrayList<>();
    serving.ifPresent(
        release -> {
          Double held = release.metrics().get(metric);
          if (held != null) {
            compare(candidate.id(), figure, "the serving " + release.id(), held, objections);
          }
        });
    candidate
        .provenance()
        .map(Provenance::baselines)
        .orElse(Map.of())
        .forEach(
            (name, held) -> {
              if (name.endsWith("." + metric)) {
                compare(candidate.id(), figure, name, held, objections);
              }
            });
    return objections;
  }

  private void compare(
      String candidate, double figure, String other, double held, List<String> objections) {
    if (figure < held * (1 - tolerance)) {
      objections.add(
          String.format(
              Locale.ROOT,
              "%s of %s is %.4f, that of %s %.4f",
              metric,
              candidate,
              figure,
              other,
              held));
    }
  }
}
