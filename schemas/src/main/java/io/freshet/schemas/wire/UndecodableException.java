package io.freshet.schemas.wire;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes that are not a record of the expected schema. The message names the first bytes. */
public final class UndecodableException extends Exception {
  private static final int SHOWN_BYTES = 8;
  private static final long serialVersionUID = 1;

  private final boolean isUnknownSchema;

  /**
   * @param why what is wrong with them, and the remedy
   * @param bytes all bytes of the record; only the first few are shown
   */
  public UndecodableException(String why, byte[] bytes) {
    this(why, bytes, null);
  }

  static UndecodableException unknownSchema(String why, byte[] bytes) {
    return new UndecodableException(why, bytes, null, true);
  }

  UndecodableException(String why, byte[] bytes, @Nullable Throwable cause) {
    this(why, bytes, cause, false);
  }

  private UndecodableException(
      String why, byte[] bytes, @Nullable Throwable cause, boolean isUnknownSchema) {
    super(
        "Cannot decode record: %s (%d bytes, first %s)"
            .formatted(
                why,
                bytes.length,
                HexFormat.of().formatHex(bytes, 0, Math.min(SHOWN_BYTES, bytes.length))),
        cause);
    this.isUnknownSchema = isUnknownSchema;
  }

  /** Whether the bytes may well be good, but were written with a schema that is not known here. */
  public boolean isUnknownSchema() {
    return isUnknownSchema;
  }
}
