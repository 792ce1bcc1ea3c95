package io.freshet.cli;

import io.freshet.server.retrieval.RetrievalServerConfig;
import io.freshet.server.retrieval.http.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The certificate that a server shows. Passwords come from a file or from the environment. */
final class TlsOptions {
  static final String PASSWORD_VARIABLE = "FRESHET_TLS_PASSWORD";

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "PEM: the server's certificate and those that vouch for it (default: no TLS).")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM: the certificate's key, PKCS #8, not encrypted.")
  private @Nullable Path key;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "PKCS #12, instead of the two: certificate and key.")
  private @Nullable Path keystore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "File with the password of the keystore (default: $" + PASSWORD_VARIABLE + ").")
  private @Nullable Path passwordFile;

  /**
   * The configuration with what was said.
   *
   * @throws IllegalArgumentException when it cannot be used
   */
  RetrievalServerConfig addTo(RetrievalServerConfig config, Map<String, String> environment) {
    if ((certificate == null) != (key == null) || (certificate != null && keystore != null)) {
      throw new IllegalArgumentException(
          "Cannot use TLS: give either --tls-certificate and --tls-key, or --tls-keystore");
    }
    if (keystore != null) {
      return config.withTls(Tls.pkcs12(keystore, password(environment)));
    }
    return certificate == null || key == null ? config : config.withTls(Tls.pem(certificate, key));
  }

  private String password(Map<String, String> environment) {
    if (passwordFile == null) {
      return environment.getOrDefault(PASSWORD_VARIABLE, "");
    }
    try {
      return Files.readString(passwordFile).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the password in %s".formatted(passwordFile), e);
    }
  }
}
