package io.freshet.server.retrieval.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a dead letter what would tell of whom it is. An id becomes eight digits of a salted
 * digest: the same id has the same digits until the server ends, and nobody can guess back. Values
 * that messages quote, in parentheses or quotation marks, are left out.
 */
final class Redaction {
  private static final int LONGEST = 160;
  private static final int DIGEST_BYTES = 4;
  private static final int SHORTEST_KEY = 3;
  private static final Pattern QUOTED = Pattern.compile("\\([^()]*\\)|\"[^\"]*\"|'[^']*'");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final byte[] salt;

  /**
   * A redaction.
   *
   * @param salt unguessable, another one in every process
   */
  Redaction(byte[] salt) {
    this.salt = salt.clone();
  }

  String id(byte @Nullable [] id) {
    if (id == null) {
      return "";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return HexFormat.of().formatHex(digest.digest(id), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot digest: every JVM has SHA-256", e);
    }
  }

  /** The message without its values and without the key. */
  String message(String message, byte @Nullable [] key) {
    String text = message;
    if (key != null && key.length >= SHORTEST_KEY) {
      text = text.replace(new String(key, UTF_8), "…");
    }
    text = CONTROL.matcher(QUOTED.matcher(text).replaceAll("(…)")).replaceAll(" ");
    int length = text.codePointCount(0, text.length());
    return length <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
