package io.freshet.jobs.round;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.kafka.Refusals;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.Reason;
import io.freshet.schemas.wire.UndecodableException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Raw records to what they say; what cannot be used becomes a dead letter.
 *
 * @param <T> what a record says
 */
final class DecodeFunction<T> extends ProcessFunction<RoundRecord, T> {
  static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

  private static final long serialVersionUID = 1;

  // -- configuration
  private final UpdateReader<T> reader;

  // -- runtime
  private transient @Nullable Refusals refusals;

  DecodeFunction(UpdateReader<T> reader) {
    this.reader = reader;
  }

  @Override
  public void open(OpenContext context) {
    refusals = new Refusals(getRuntimeContext().getMetricGroup(), DEAD_LETTERS);
  }

  @Override
  public void processElement(RoundRecord record, Context context, Collector<T> out) {
    RawRecord raw = record.raw();
    if (raw.keyText().isBlank()) {
      refuse(context, raw.refused(Reason.MISSING_ID, "Cannot read record: the key is empty"));
      return;
    }
    byte[] value = raw.value();
    try {
      out.collect(
          value == null
              ? reader.removal(record, tombstoneVersion(raw))
              : reader.read(record, value));
    } catch (UndecodableException e) {
      refuse(context, raw.refused(e));
    } catch (RefusedRecordException e) {
      refuse(context, raw.refused(e.reason(), String.valueOf(e.getMessage())));
    }
  }

  /** A tombstone of a stranger has no version: then it is as new as its ingest. */
  private static long tombstoneVersion(RawRecord raw) {
    return raw.version() == RawRecord.NO_VERSION
        ? TimeUnit.MILLISECONDS.toMicros(raw.timestampMillis())
        : raw.version();
  }

  private void refuse(Context context, DeadLetter letter) {
    requireNonNull(refusals, "refusals is null").add(letter, context);
  }
}
