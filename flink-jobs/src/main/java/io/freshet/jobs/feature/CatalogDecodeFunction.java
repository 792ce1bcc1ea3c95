package io.freshet.jobs.feature;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.feature.CatalogChecks.Refusal;
import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.kafka.Refusals;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Decodes, checks and makes the text; what fails goes to the dead letters, counted by reason. */
final class CatalogDecodeFunction extends ProcessFunction<RawRecord, CatalogChange> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final FeatureConfig config;
  private final InputSchemas schemas;

  // Runtime.
  private transient AvroCodec<CatalogItem> codec;
  private transient CatalogChecks checks;
  private transient Refusals refusals;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  CatalogDecodeFunction(FeatureConfig config, InputSchemas schemas) {
    this.config = requireNonNull(config, "config is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  @Override
  public void open(OpenContext context) {
    codec = schemas.codec(CatalogItem.class);
    checks = new CatalogChecks(config);
    refusals = new Refusals(getRuntimeContext().getMetricGroup(), CatalogChanges.DEAD_LETTERS);
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<CatalogChange> out) {
    String itemId = raw.keyText();
    byte @Nullable [] value = raw.value();
    Optional<Refusal> refusal = checks.refusal(itemId, value);
    if (refusal.isPresent()) {
      refusals.add(raw.refused(refusal.get().reason(), refusal.get().message()), context);
      return;
    }
    if (value == null) {
      out.collect(CatalogChange.takedown(raw, itemId));
      return;
    }
    try {
      check(raw, itemId, codec.decode(value, raw.schemaHeader()), context, out);
    } catch (UndecodableException e) {
      refusals.add(raw.refused(e), context);
    }
  }

  private void check(
      RawRecord raw,
      String itemId,
      CatalogItem item,
      Context context,
      Collector<CatalogChange> out) {
    Optional<Refusal> refusal = checks.refusal(itemId, item);
    if (refusal.isPresent()) {
      refusals.add(raw.refused(refusal.get().reason(), refusal.get().message()), context);
      return;
    }
    String text = ItemText.of(item, config.maxTextChars());
    out.collect(CatalogChange.of(raw, itemId, item.getItemType(), text));
  }
}
