package io.freshet.jobs.kafka;

import io.freshet.schemas.wire.SchemaHeader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Names and text form of the record headers that Freshet reads and writes. */
public final class RecordHeaders {
  /** Version of the value, decimal; on tombstones too. */
  public static final String VERSION = "freshet-version";

  /** Epoch milliseconds, decimal, that a replay gives as the time at which a record arrived. */
  public static final String CLOCK = "freshet-clock";

  /** Label of the {@link io.freshet.jobs.record.Reason} of a dead letter. */
  public static final String REASON = "freshet-reason";

  /** Size of a dead letter's original value, where it was too large to be sent on. */
  public static final String DROPPED_BYTES = "freshet-dropped-bytes";

  static final String ERROR_TOPIC = "__connect.errors.topic";
  static final String ERROR_PARTITION = "__connect.errors.partition";
  static final String ERROR_OFFSET = "__connect.errors.offset";
  static final String ERROR_CLASS = "__connect.errors.exception.class.name";
  static final String ERROR_MESSAGE = "__connect.errors.exception.message";

  private RecordHeaders() {}

  static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The last header that names the schema of the value, or null where there is none. */
  static @Nullable SchemaHeader schema(Headers headers) {
    SchemaHeader found = null;
    for (Header header : headers) {
      if (header.value() != null && SchemaHeader.isOne(header.key())) {
        found = new SchemaHeader(header.key(), header.value());
      }
    }
    return found;
  }

  /** Value of a decimal header, or the fallback where it is missing or not a number. */
  static long number(Headers headers, String name, long fallback) {
    @Nullable Header header = headers.lastHeader(name);
    if (header == null || header.value() == null) {
      return fallback;
    }
    try {
      return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      return fallback;
    }
  }
}
