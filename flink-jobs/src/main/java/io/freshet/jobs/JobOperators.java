package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.EmbeddingStage;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The uids of a job's operators: what a savepoint of it holds when this release takes it.
 * Immutable.
 *
 * @param job name under which the job runs, as far as uids tell it
 * @param uids of all its operators
 */
public record JobOperators(String job, Set<String> uids) {
  private static final Pattern FEATURE =
      Pattern.compile("catalog-feature-([a-z0-9-]{1,40})-read-catalog-items");
  private static final Pattern SCATTER =
      Pattern.compile(Pattern.quote(EmbeddingStage.SCATTER.uid()) + "-(\\d)");

  public JobOperators {
    requireNonNull(job, "job is null");
    uids = Set.copyOf(uids);
  }

  /** The job that has operators of these uids, of which some may be unknown; empty for none. */
  public static Optional<JobOperators> of(Collection<String> found) {
    if (found.contains(InteractionGraphOperator.READ_LISTENING_EVENTS.uid())) {
      return Optional.of(interactionGraph());
    }
    int layers = 0;
    for (String uid : found) {
      Matcher feature = FEATURE.matcher(uid);
      if (feature.matches()) {
        return Optional.of(catalogFeature(feature.group(1)));
      }
      Matcher scatter = SCATTER.matcher(uid);
      if (scatter.matches()) {
        layers = Math.max(layers, Integer.parseInt(scatter.group(1)));
      }
    }
    return layers == 0 ? Optional.empty() : Optional.of(embedding(layers));
  }

  /** Those of the interaction graph job. */
  public static JobOperators interactionGraph() {
    Set<String> uids = new LinkedHashSet<>();
    Arrays.stream(InteractionGraphOperator.values()).forEach(each -> uids.add(each.uid()));
    return new JobOperators("freshet-interaction-graph", uids);
  }

  /** Those of the catalog feature job of an encoder. */
  public static JobOperators catalogFeature(String encoder) {
    Set<String> uids = new LinkedHashSet<>();
    Arrays.stream(CatalogFeatureOperator.values()).forEach(each -> uids.add(each.uid(encoder)));
    return new JobOperators("freshet-catalog-feature-" + encoder, uids);
  }

  /** Those of an embedding job with so many layers above layer 0. */
  public static JobOperators embedding(int layers) {
    Set<String> uids = new LinkedHashSet<>();
    for (EmbeddingStage stage : EmbeddingStage.values()) {
      switch (stage) {
        case SCATTER, GATHER, AUDIT_NEIGHBORHOOD -> add(uids, stage, 1, layers);
        case AUDIT_FILTER -> add(uids, stage, 0, layers);
        case AUDIT_PANEL -> {
          uids.add(stage.uid(0));
          uids.add(stage.uid(layers));
        }
        default -> uids.add(stage.uid());
      }
    }
    return new JobOperators("freshet-embedding", uids);
  }

  private static void add(Set<String> uids, EmbeddingStage stage, int first, int last) {
    for (int layer = first; layer <= last; layer++) {
      uids.add(stage.uid(layer));
    }
  }
}
