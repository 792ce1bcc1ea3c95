package io.freshet.jobs.event;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.metric.JobMetrics;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.CatalogItem;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Reads a catalog record for one thing: whether its item exists. What cannot be used is counted.
 */
final class PresenceFunction extends RichFlatMapFunction<RawRecord, CatalogPresence> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final EventConfig config;
  private final InputSchemas schemas;

  // Runtime.
  private transient AvroCodec<CatalogItem> codec;
  private transient EventChecks checks;
  private transient Counter ignored;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  PresenceFunction(EventConfig config, InputSchemas schemas) {
    this.config = requireNonNull(config, "config is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  @Override
  public void open(OpenContext context) {
    codec = schemas.codec(CatalogItem.class);
    checks = new EventChecks(config);
    ignored =
        JobMetrics.of(getRuntimeContext().getMetricGroup()).counter("catalog_items_ignored_total");
  }

  @Override
  public void flatMap(RawRecord raw, Collector<CatalogPresence> out) {
    String itemId = raw.keyText();
    byte @Nullable [] value = raw.value();
    if (checks.isId(itemId) && (value == null || isItem(raw, itemId, value))) {
      out.collect(new CatalogPresence(itemId, value != null));
    } else {
      ignored.inc();
    }
  }

  private boolean isItem(RawRecord raw, String itemId, byte[] value) {
    try {
      CatalogItem item = codec.decode(value, raw.schemaHeader());
      return item.getItemId().equals(itemId) && checks.isId(item.getItemType());
    } catch (UndecodableException e) {
      return false;
    }
  }
}
