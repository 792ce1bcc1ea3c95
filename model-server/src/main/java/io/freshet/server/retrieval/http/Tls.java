package io.freshet.server.retrieval.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;

/** The certificate that a server shows and the key that proves it. Never shows either. */
public final class Tls {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END [A-Z ]*PRIVATE KEY-----");
  private static final String PKCS8 = "PRIVATE KEY";
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private final KeyStore store;
  private final char[] password;

  private Tls(KeyStore store, char[] password) {
    this.store = store;
    this.password = password;
  }

  /**
   * From PEM files.
   *
   * @param certificates the server's own first, then those that vouch for it
   * @param key unencrypted, PKCS #8
   * @throws IllegalArgumentException when they cannot be used
   */
  public static Tls pem(Path certificates, Path key) {
    try (InputStream in = Files.newInputStream(certificates)) {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw refused(certificates, "it holds no certificate");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] none = new char[0];
      store.setKeyEntry("server", privateKey(key), none, chain);
      return new Tls(store, none);
    } catch (IOException | GeneralSecurityException e) {
      throw refused(certificates, e);
    }
  }

  /**
   * From a PKCS #12 file, which holds both.
   *
   * @throws IllegalArgumentException when it cannot be used
   */
  public static Tls pkcs12(Path file, String password) {
    char[] secret = password.toCharArray();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, secret);
      Tls tls = new Tls(store, secret);
      if (store.size() == 0) {
        throw refused(file, "it holds no key");
      }
      KeyManagerFactory unused = tls.keyManagers();
      return tls;
    } catch (IOException | GeneralSecurityException e) {
      throw refused(file, e);
    }
  }

  KeyStore store() {
    return store;
  }

  String password() {
    return new String(password);
  }

  /** For servers that take key managers. */
  public KeyManagerFactory keyManagers() {
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, password);
      return managers;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Cannot use TLS: " + e.getMessage(), e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    Matcher found = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!found.find()) {
      throw refused(file, "it holds no private key");
    }
    if (!found.group(1).equals(PKCS8)) {
      throw refused(
          file,
          "it holds a %s; make it PKCS #8 by openssl pkcs8 -topk8 -nocrypt"
              .formatted(found.group(1)));
    }
    byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(bytes);
    return ALGORITHMS.stream()
        .map(algorithm -> generated(algorithm, encoded))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> refused(file, "its key is none of %s".formatted(ALGORITHMS)));
  }

  /** The key, if it is one of the algorithm. */
  private static Optional<PrivateKey> generated(String algorithm, PKCS8EncodedKeySpec encoded) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static IllegalArgumentException refused(Path file, Object why) {
    return new IllegalArgumentException("Cannot use TLS: %s: %s".formatted(file, why));
  }
}
