package io.freshet.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ports of 127.0.0.1 to listen on, outside the range from which the kernel gives every connection
 * one: a port of that range that is free now may be somebody's the moment after, and may be taken
 * when a server wants to be where it was.
 */
public final class FreePorts {
  /** Below are those that people know by heart. */
  private static final int FIRST = 10_000;

  private static final int LAST = 65_535;
  private static final Path CONNECTIONS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int BACKLOG = 50;

  private FreePorts() {}

  /**
   * Ports that nobody listens on.
   *
   * @param seed where the search begins: the same gives the same ports as long as they are free,
   *     another one most likely others
   * @param count how many
   * @return that many different ports
   */
  public static List<Integer> find(int seed, int count) throws IOException {
    List<ServerSocketChannel> held = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        ServerSocketChannel socket = bind(seed);
        held.add(socket);
        ports.add(socket.socket().getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocketChannel socket : held) {
        socket.close();
      }
    }
  }

  /** A socket that listens on the first free port of the search. */
  static ServerSocketChannel bind(int seed) throws IOException {
    int[] ports = candidates().toArray();
    for (int step = 0; step < ports.length; step++) {
      try {
        return listen(ports[Math.floorMod((long) seed + step, ports.length)]);
      } catch (IOException taken) {
        // The next one, then.
      }
    }
    return listen(0);
  }

  /** A socket that listens on that port; on any for 0. */
  static ServerSocketChannel listen(int port) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      // Connections of the last run may linger on the port.
      socket.socket().setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      return socket;
    } catch (IOException | IllegalArgumentException e) {
      socket.close();
      throw e;
    }
  }

  private static IntStream candidates() throws IOException {
    if (!Files.exists(CONNECTIONS)) {
      return IntStream.empty();
    }
    // By a reader with a buffer: the kernel gives such a file whole or not at all.
    String[] range = Files.readAllLines(CONNECTIONS).get(0).strip().split("\\s+", -1);
    return outside(Integer.parseInt(range[0]), Integer.parseInt(range[1]));
  }

  /** The ports of ours that are not of connections, whose range has both ends in it. */
  static IntStream outside(int first, int last) {
    return IntStream.rangeClosed(FIRST, LAST).filter(port -> port < first || port > last);
  }
}
