package io.freshet.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * UTF-8 that is nothing else. Java replaces bytes that are not, which would make one id of several
 * damaged ones.
 */
public final class StrictUtf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private StrictUtf8() {}

  /**
   * The text in the bytes.
   *
   * @throws CharacterCodingException when they are not UTF-8
   */
  public static String decode(byte[] bytes) throws CharacterCodingException {
    String text = new String(bytes, UTF_8);
    // The replacement character may also stand in the bytes themselves.
    if (text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(UTF_8), bytes)) {
      throw new CharacterCodingException();
    }
    return text;
  }
}
