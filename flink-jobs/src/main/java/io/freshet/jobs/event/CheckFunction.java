package io.freshet.jobs.event;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.kafka.Refusals;
import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.Reason;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Decodes and checks; what fails goes to the dead letters, counted by reason. */
final class CheckFunction extends ProcessFunction<RawRecord, CheckedEvent> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final EventConfig config;
  private final InputSchemas schemas;

  // Runtime.
  private transient AvroCodec<ListeningEvent> codec;
  private transient EventChecks checks;
  private transient Refusals refusals;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  CheckFunction(EventConfig config, InputSchemas schemas) {
    this.config = requireNonNull(config, "config is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  @Override
  public void open(OpenContext context) {
    codec = schemas.codec(ListeningEvent.class);
    checks = new EventChecks(config);
    refusals = new Refusals(getRuntimeContext().getMetricGroup(), ListeningEvents.DEAD_LETTERS);
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<CheckedEvent> out) {
    byte @Nullable [] value = raw.value();
    if (value == null) {
      refusals.add(
          raw.refused(Reason.UNDECODABLE, "Cannot use event: it has no value (null)"), context);
      return;
    }
    if (value.length > config.maxBytes()) {
      String message = "Cannot use event: larger than %d bytes (%d)";
      refusals.add(
          raw.refused(Reason.OVERSIZE, message.formatted(config.maxBytes(), value.length)),
          context);
      return;
    }
    ListeningEvent event;
    try {
      event = codec.decode(value, raw.schemaHeader());
    } catch (UndecodableException e) {
      refusals.add(raw.refused(e), context);
      return;
    }
    check(raw, event, context, out);
  }

  private void check(
      RawRecord raw, ListeningEvent event, Context context, Collector<CheckedEvent> out) {
    Optional<Refusal> refusal = checks.refusal(event, raw.clockMillis(), raw.timestampMillis());
    if (refusal.isPresent()) {
      refusals.add(raw.refused(refusal.get().reason(), refusal.get().message()), context);
      return;
    }
    out.collect(CheckedEvents.of(event, raw.timestampMillis(), raw.clockMillis()));
  }
}
