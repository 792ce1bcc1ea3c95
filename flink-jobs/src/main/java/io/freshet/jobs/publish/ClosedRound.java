package io.freshet.jobs.publish;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.EmbeddingRound;
import java.util.List;

/**
 * A closed round: its manifest, and what is told by metrics alone.
 *
 * @param manifest the manifest
 * @param differences differences before they were combined, per layer, layer 1 first
 * @param neighborhoods neighborhoods that replaced another, or none
 */
record ClosedRound(EmbeddingRound manifest, List<Long> differences, long neighborhoods) {
  ClosedRound {
    requireNonNull(manifest, "manifest is null");
    differences = List.copyOf(differences);
  }
}
