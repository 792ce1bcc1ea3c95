package io.freshet.kafka;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The two ports of a broker, recorded in its directory so that clients find it again after a
 * restart.
 */
record BrokerPorts(int broker, int controller) {
  static final String HOST = "127.0.0.1";
  private static final String FILE = "ports.properties";

  /** The recorded ports, each replaced by a free one if it is missing or taken; recorded again. */
  static BrokerPorts of(Path directory) throws IOException {
    Properties recorded = read(directory);
    try (ServerSocket broker = bind(recorded.getProperty("broker", "0"));
        ServerSocket controller = bind(recorded.getProperty("controller", "0"))) {
      BrokerPorts ports = new BrokerPorts(broker.getLocalPort(), controller.getLocalPort());
      ports.record(directory.resolve(FILE));
      return ports;
    }
  }

  /** Port of the broker that was last started on the directory. */
  static Optional<String> recorded(Path directory) throws IOException {
    return Optional.ofNullable(read(directory).getProperty("broker"));
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
    recorded.setProperty("broker", Integer.toString(broker));
    recorded.setProperty("controller", Integer.toString(controller));
    try (Writer writer = Files.newBufferedWriter(file)) {
      recorded.store(writer, null);
    }
  }

  private static ServerSocket bind(String port) throws IOException {
    try {
      return bind(Integer.parseInt(port));
    } catch (IOException | IllegalArgumentException taken) {
      return bind(0);
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      // Connections of the last run may linger in TIME_WAIT on the recorded port.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException | IllegalArgumentException e) {
      socket.close();
      throw e;
    }
  }
}
