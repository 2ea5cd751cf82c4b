package io.framelog.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks a port before the start, so that a port in use is reported in one sentence. */
final class FreePort {
  private FreePort() {}

  /**
   * Binds the port and releases it; 0 is always free.
   *
   * @param key the configuration key of the port
   * @throws StartException when the port cannot be bound
   */
  static void require(String host, int port, String key) {
    try (ServerSocket socket = new ServerSocket()) {
      // The servers set it, too: a port in TIME_WAIT after a restart is free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new StartException(
          "port "
              + port
              + " on "
              + host
              + " cannot be listened on ("
              + e.getMessage()
              + "): set another one with "
              + key,
          e);
    }
  }
}
