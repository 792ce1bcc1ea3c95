package io.freshet.jobs.feature;

import io.freshet.jobs.record.Reason;
import io.freshet.schemas.CatalogItem;
import java.util.Optional;

/** The checks of this stage in memory, by the rules of the job. Immutable. */
public final class CatalogReplay {
  private final CatalogChecks checks;

  /** With the limits of a configuration. */
  public CatalogReplay(FeatureConfig config) {
    checks = new CatalogChecks(config);
  }

  /** Why the job would refuse a record, and with which value. */
  public record Refused(Reason reason, String message) {}

  /**
   * Why the job would refuse the item; empty when it would not.
   *
   * @param encoded the item as it is in Kafka, under its own id
   */
  public Optional<Refused> refusal(CatalogItem item, byte[] encoded) {
    return checks
        .refusal(item.getItemId(), encoded)
        .or(() -> checks.refusal(item.getItemId(), item))
        .map(refusal -> new Refused(refusal.reason(), refusal.message()));
  }
}
