package io.freshet.server.retrieval.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.retrieval.query.World;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsTest {
  private final World world = new World().item("north", "track", 0, 1);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void clientWhoTrustsTheCertificateIsAnswered(String algorithm) throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, algorithm);
    Tls pem = Tls.pem(certificate.certificate(), certificate.key());
    Tls pkcs12 = Tls.pkcs12(certificate.pkcs12(), certificate.password());
    for (Tls tls : List.of(pem, pkcs12)) {
      try (HttpServer server = start(tls)) {
        for (String host : List.of("localhost", "127.0.0.1")) {
          HttpResponse<String> answer =
              trusting(certificate).send(request("https", host, server), asText());
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(answer.body()).contains("north");
          assertThat(answer.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
        }
      }
    }
  }

  @Test
  void whoDoesNotTrustItOrSpeaksPlainHttpIsNotAnswered() throws Exception {
    TestCertificate shown = TestCertificate.make(directory, "EC");
    TestCertificate other =
        TestCertificate.make(Files.createDirectory(directory.resolve("other")), "EC");
    try (HttpServer server = start(Tls.pem(shown.certificate(), shown.key()))) {
      assertThatThrownBy(
              () -> trusting(other).send(request("https", "localhost", server), asText()))
          .isInstanceOf(SSLHandshakeException.class);
      assertThatThrownBy(
              () -> HttpClient.newHttpClient().send(request("http", "localhost", server), asText()))
          .isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void whatCannotBeUsedIsRefusedWithTheRemedy() throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "RSA");
    assertThatThrownBy(() -> Tls.pem(certificate.key(), certificate.key()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(certificate.key().toString());
    assertThatThrownBy(() -> Tls.pem(certificate.certificate(), certificate.certificate()))
        .hasMessageContaining("it holds no private key");
    assertThatThrownBy(() -> Tls.pkcs12(certificate.pkcs12(), "wrong"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot use TLS");
    assertThatThrownBy(() -> Tls.pem(directory.resolve("none"), certificate.key()))
        .hasMessageContaining("none");
    Path old = directory.resolve("old.pem");
    Files.writeString(
        old, Files.readString(certificate.key()).replace("PRIVATE KEY", "RSA PRIVATE KEY"));
    assertThatThrownBy(() -> Tls.pem(certificate.certificate(), old))
        .hasMessageContaining("openssl pkcs8");
  }

  private HttpServer start(Tls tls) {
    return HttpServer.start(
        new Listening("127.0.0.1", 0, ApiKeys.none(), Optional.of(tls)),
        Servers.served(world, List::of),
        new PrometheusRegistry(),
        InstantSource.fixed(World.NOW));
  }

  private static HttpClient trusting(TestCertificate certificate) throws Exception {
    return HttpClient.newBuilder().sslContext(certificate.trusting()).build();
  }

  private static HttpRequest request(String scheme, String host, HttpServer server) {
    return HttpRequest.newBuilder(
            URI.create("%s://%s:%d/api/items/north".formatted(scheme, host, server.port())))
        .build();
  }

  private static HttpResponse.BodyHandler<String> asText() {
    return HttpResponse.BodyHandlers.ofString();
  }
}
