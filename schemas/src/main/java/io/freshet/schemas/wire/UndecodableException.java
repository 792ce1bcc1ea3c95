package io.freshet.schemas.wire;

import java.util.HexFormat;

/** Bytes that are not a record of the expected schema. The message names the first bytes. */
public final class UndecodableException extends Exception {
  private static final int SHOWN_BYTES = 8;

  /**
   * @param why what is wrong with them, and the remedy
   * @param bytes all bytes of the record; only the first few are shown
   */
  public UndecodableException(String why, byte[] bytes) {
    this(why, bytes, null);
  }

  UndecodableException(
      String why, byte[] bytes, @org.jspecify.annotations.Nullable Throwable cause) {
    super(
        "Cannot decode record: %s (%d bytes, first %s)"
            .formatted(
                why,
                bytes.length,
                HexFormat.of().formatHex(bytes, 0, Math.min(SHOWN_BYTES, bytes.length))),
        cause);
  }
}
