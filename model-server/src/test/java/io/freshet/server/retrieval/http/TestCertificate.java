package io.freshet.server.retrieval.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A new certificate for this machine, made by the JDK's keytool: as PKCS #12 and as PEM. */
public record TestCertificate(Path pkcs12, String password, Path certificate, Path key) {
  private static final String PASSWORD = "password-of-this-test";

  public static TestCertificate make(Path directory, String algorithm) throws Exception {
    Path store = directory.resolve(algorithm + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool failed");
    }
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      made.load(in, PASSWORD.toCharArray());
    }
    Path certificate = directory.resolve(algorithm + "-certificate.pem");
    Path key = directory.resolve(algorithm + "-key.pem");
    Files.writeString(certificate, pem("CERTIFICATE", made.getCertificate("server").getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", made.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    return new TestCertificate(store, PASSWORD, certificate, key);
  }

  /** Trusts this certificate and no other. */
  public SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      Certificate read =
          java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in);
      trusted.setCertificateEntry("server", read);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static String pem(String what, byte[] bytes) {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, lines, what);
  }
}
