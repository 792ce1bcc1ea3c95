package io.freshet.jobs.event;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.kafka.Refusals;
import io.freshet.jobs.record.Reason;
import io.freshet.jobs.record.UserErasure;
import io.freshet.registry.InputSchemas;
import io.freshet.schemas.UserAttributes;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Finds the erasures; what cannot be used goes to the dead letters, counted by reason. */
final class UserAttributesFunction extends ProcessFunction<RawRecord, UserErasure> {
  private static final long serialVersionUID = 1;

  // Configuration.
  private final EventConfig config;
  private final InputSchemas schemas;

  // Runtime.
  private transient AvroCodec<UserAttributes> codec;
  private transient EventChecks checks;
  private transient Refusals refusals;

  @SuppressWarnings("NullAway.Init") // open() runs before the first element
  UserAttributesFunction(EventConfig config, InputSchemas schemas) {
    this.config = requireNonNull(config, "config is null");
    this.schemas = requireNonNull(schemas, "schemas is null");
  }

  @Override
  public void open(OpenContext context) {
    codec = schemas.codec(UserAttributes.class);
    checks = new EventChecks(config);
    refusals = new Refusals(getRuntimeContext().getMetricGroup(), UserErasures.DEAD_LETTERS);
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<UserErasure> out) {
    String userId = raw.keyText();
    byte @Nullable [] value = raw.value();
    try {
      Optional<Refusal> refusal = refusal(raw, userId, value);
      if (refusal.isPresent()) {
        refusals.add(raw.refused(refusal.get().reason(), refusal.get().message()), context);
      } else if (value == null) {
        out.collect(new UserErasure(userId, raw.timestampMillis()));
      }
    } catch (UndecodableException e) {
      refusals.add(raw.refused(e), context);
    }
  }

  private Optional<Refusal> refusal(RawRecord raw, String userId, byte @Nullable [] value)
      throws UndecodableException {
    if (value != null && value.length > config.maxBytes()) {
      return refused(Reason.OVERSIZE, "larger than " + config.maxBytes() + " bytes", value.length);
    }
    if (!checks.isId(userId)) {
      Reason reason = userId.isBlank() ? Reason.MISSING_ID : Reason.OVERSIZE;
      return refused(reason, "the key cannot be a user id", userId.length() + " characters");
    }
    if (value != null && !codec.decode(value, raw.schemaHeader()).getUserId().equals(userId)) {
      return refused(Reason.MISSING_ID, "user_id must equal the key", userId);
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refused(Reason reason, String why, Object value) {
    return Optional.of(
        new Refusal(reason, "Cannot use user attributes: %s (%s)".formatted(why, value)));
  }
}
