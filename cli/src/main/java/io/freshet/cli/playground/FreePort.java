package io.freshet.cli.playground;

import io.freshet.kafka.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds a port to listen on. */
final class FreePort {
  private FreePort() {}

  /** That port if it is free, else 0, which means any. */
  static int orAny(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException taken) {
      return 0;
    }
  }

  /** That port if it is free, else one that is; for those that cannot tell which one they took. */
  static int orAnother(int port) throws IOException {
    int free = orAny(port);
    // Processes that look at the same time look in different places.
    return free > 0 ? free : FreePorts.find((int) ProcessHandle.current().pid(), 1).get(0);
  }
}
