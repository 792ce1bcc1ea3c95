package io.freshet.server.retrieval.http;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Makes a server listen for HTTPS, and for nothing else. */
final class HttpsConnector {
  private final Listening listening;
  private final Tls tls;

  HttpsConnector(Listening listening, Tls tls) {
    this.listening = listening;
    this.tls = tls;
  }

  Connector of(Server server, HttpConfiguration plain) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(tls.store());
    context.setKeyStorePassword(tls.password());
    HttpConfiguration secure = new HttpConfiguration(plain);
    SecureRequestCustomizer customizer = new SecureRequestCustomizer();
    // Callers come by address or through a balancer; which name they use is theirs to check.
    customizer.setSniHostCheck(false);
    secure.addCustomizer(customizer);
    ServerConnector connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(context, "http/1.1"),
            new HttpConnectionFactory(secure));
    connector.setHost(listening.host());
    connector.setPort(listening.port());
    return connector;
  }
}
