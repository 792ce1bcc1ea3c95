package io.freshet.server.retrieval.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that callers must show. Holds digests only, so that no dump or log can show a key, and
 * compares them in a time that tells nothing of how near a guess was.
 */
public final class ApiKeys {
  /** Shortest key: what is shorter can be guessed. */
  public static final int MIN_LENGTH = 16;

  private final byte @Nullable [] admin;
  private final byte @Nullable [] read;

  private ApiKeys(byte @Nullable [] admin, byte @Nullable [] read) {
    this.admin = admin;
    this.read = read;
  }

  /** No keys: everybody may read, nobody may administer. */
  public static ApiKeys none() {
    return new ApiKeys(null, null);
  }

  /**
   * These keys; each may be absent.
   *
   * @param admin opens everything
   * @param read opens what changes nothing
   * @throws IllegalArgumentException when one is too short, or both are the same
   */
  public static ApiKeys of(@Nullable String admin, @Nullable String read) {
    if (admin != null && admin.equals(read)) {
      throw new IllegalArgumentException(
          "Cannot use API keys: the read-only key equals the admin key");
    }
    return new ApiKeys(digest(admin, "admin"), digest(read, "read-only"));
  }

  /** Whether any key is configured. */
  public boolean areSet() {
    return admin != null || read != null;
  }

  /** Whether administration is possible at all. */
  boolean canAdminister() {
    return admin != null;
  }

  /** Whether a caller who shows this may ask what changes nothing. */
  public boolean mayRead(@Nullable String shown) {
    return allow(shown, Access.READ);
  }

  /** Whether a caller who shows this may call routes of the access. */
  boolean allow(@Nullable String shown, Access access) {
    return switch (access) {
      case OPEN -> true;
      case READ -> !areSet() || matches(shown, admin) || matches(shown, read);
      case ADMIN -> matches(shown, admin);
    };
  }

  @Override
  public String toString() {
    return "ApiKeys[admin %s, read-only %s]".formatted(presence(admin), presence(read));
  }

  private static String presence(byte @Nullable [] key) {
    return key == null ? "absent" : "set";
  }

  private static boolean matches(@Nullable String shown, byte @Nullable [] key) {
    return shown != null && key != null && MessageDigest.isEqual(digest(shown), key);
  }

  private static byte @Nullable [] digest(@Nullable String key, String which) {
    if (key == null) {
      return null;
    }
    if (key.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "Cannot use the %s API key: it is shorter than %d characters (%d)"
              .formatted(which, MIN_LENGTH, key.length()));
    }
    return digest(key);
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot digest: every JVM has SHA-256", e);
    }
  }
}
