package io.freshet.kafka;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The two sockets of a broker, which listen before it is started, so that nobody takes their ports
 * in between. The ports are recorded in its directory: clients find it again after a restart.
 */
final class BrokerSockets implements ServerSocketFactory, AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final String FILE = "ports.properties";

  private final ServerSocketChannel broker;
  private final ServerSocketChannel controller;
  private final int brokerPort;
  private final int controllerPort;

  private BrokerSockets(ServerSocketChannel broker, ServerSocketChannel controller) {
    this.broker = broker;
    this.controller = controller;
    brokerPort = broker.socket().getLocalPort();
    controllerPort = controller.socket().getLocalPort();
  }

  /** On the recorded ports, each replaced by a free one if it is missing or taken. */
  static BrokerSockets open(Path directory) throws IOException {
    Properties recorded = read(directory);
    int seed = directory.toAbsolutePath().normalize().toString().hashCode();
    ServerSocketChannel broker = listen(recorded.getProperty("broker"), seed);
    try {
      BrokerSockets sockets =
          new BrokerSockets(broker, listen(recorded.getProperty("controller"), seed));
      sockets.record(directory.resolve(FILE));
      return sockets;
    } catch (IOException e) {
      broker.close();
      throw e;
    }
  }

  /** Port of the broker that was last started on the directory. */
  static Optional<String> recorded(Path directory) throws IOException {
    return Optional.ofNullable(read(directory).getProperty("broker"));
  }

  int brokerPort() {
    return brokerPort;
  }

  int controllerPort() {
    return controllerPort;
  }

  /** The one that listens on that port, which is the caller's from now on. */
  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBufferBytes)
      throws IOException {
    ServerSocketChannel socket = address.getPort() == brokerPort ? broker : controller;
    socket.configureBlocking(false);
    return socket;
  }

  /** Gives both ports back, whoever has the sockets. */
  @Override
  public void close() throws IOException {
    try {
      broker.close();
    } finally {
      controller.close();
    }
  }

  private static Properties read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    Properties recorded = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        recorded.load(reader);
      }
    }
    return recorded;
  }

  private void record(Path file) throws IOException {
    Properties recorded = new Properties();
    recorded.setProperty("broker", Integer.toString(brokerPort));
    recorded.setProperty("controller", Integer.toString(controllerPort));
    try (Writer writer = Files.newBufferedWriter(file)) {
      recorded.store(writer, null);
    }
  }

  private static ServerSocketChannel listen(@Nullable String recorded, int seed)
      throws IOException {
    if (recorded != null) {
      try {
        return FreePorts.listen(Integer.parseInt(recorded));
      } catch (IOException | IllegalArgumentException taken) {
        // Another one, then.
      }
    }
    return FreePorts.bind(seed);
  }
}
