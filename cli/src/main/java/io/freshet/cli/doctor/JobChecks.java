package io.freshet.cli.doctor;

import io.freshet.jobs.CatalogFeatureConfig;
import io.freshet.jobs.EmbeddingConfig;
import io.freshet.jobs.InteractionGraphConfig;
import java.util.Locale;
import java.util.Map;

/** Checks that a job takes its configuration. */
public final class JobChecks {
  private JobChecks() {}

  /** Our jobs, as options name them. */
  public enum Job {
    INTERACTION_GRAPH,
    CATALOG_FEATURE,
    EMBEDDING;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether the job would start with these keys and values. */
  public static Finding keys(Job job, Map<String, String> values) {
    try {
      Object unused =
          switch (job) {
            case INTERACTION_GRAPH -> InteractionGraphConfig.from(values);
            case CATALOG_FEATURE -> CatalogFeatureConfig.from(values);
            case EMBEDDING -> EmbeddingConfig.from(values);
          };
      return Finding.ok("the %s job takes its %d keys".formatted(name(job), values.size()));
    } catch (IllegalArgumentException e) {
      return Finding.failure(
          "the %s job: %s".formatted(name(job), e.getMessage()),
          "Keys, kinds and defaults are in docs/configuration.md.");
    }
  }

  private static String name(Job job) {
    return job.toString().replace('-', ' ');
  }
}
