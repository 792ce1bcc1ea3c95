package io.freshet.jobs.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.Reason;
import io.freshet.schemas.CatalogItem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checks on a catalog record: sizes and ids. The first that fails names the reason. */
final class CatalogChecks {
  private final FeatureConfig config;

  CatalogChecks(FeatureConfig config) {
    this.config = requireNonNull(config, "config is null");
  }

  /** Checks what can be checked of a record that is not decoded; a null value is a takedown. */
  Optional<Refusal> refusal(String key, byte @Nullable [] value) {
    if (value != null && value.length > config.maxBytes()) {
      return refused(
          Reason.OVERSIZE, "the record is larger than %d bytes", config.maxBytes(), value.length);
    }
    return checkId("the key", key);
  }

  /** Checks the decoded item against its key: Kafka compacts by key, so the two must agree. */
  Optional<Refusal> refusal(String key, CatalogItem item) {
    if (!item.getItemId().equals(key)) {
      return refused(
          Reason.MISSING_ID,
          "item_id must equal the key %s",
          shortened(key),
          shortened(item.getItemId()));
    }
    return checkId("item_type", item.getItemType());
  }

  private Optional<Refusal> checkId(String field, String id) {
    if (id.isBlank()) {
      return refused(Reason.MISSING_ID, "%s is empty", field, id);
    }
    int bytes = id.getBytes(UTF_8).length;
    if (bytes > config.maxIdBytes()) {
      return refused(
          Reason.OVERSIZE,
          "%s is too large",
          field,
          "%d bytes, at most %d".formatted(bytes, config.maxIdBytes()));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refused(Reason reason, String why, Object bound, Object value) {
    return Optional.of(
        new Refusal(
            reason, "Cannot use catalog item: %s (%s)".formatted(why.formatted(bound), value)));
  }

  private String shortened(String id) {
    return id.length() <= config.maxIdBytes() ? id : id.substring(0, config.maxIdBytes());
  }

  /** Why a record is refused, and with which value. */
  record Refusal(Reason reason, String message) {}
}
