package io.framelog.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Asks whether a port can be listened on, so that the answer is a sentence. */
final class FreePort {
  private FreePort() {}

  /**
   * Tries the port; 0 always is free.
   *
   * @param key the configuration key that moves it
   * @throws StartException when another program listens
   */
  static void require(String host, int port, String key) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers bind: a port in TIME_WAIT after a restart is free.
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
