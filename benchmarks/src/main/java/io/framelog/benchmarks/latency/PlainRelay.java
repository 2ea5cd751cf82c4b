package io.framelog.benchmarks.latency;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The baseline: a relay on loopback that writes each read of one publisher at once to one viewer.
 */
final class PlainRelay implements AutoCloseable {
  private final ServerSocket publishers = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final ServerSocket viewers = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

  PlainRelay() throws IOException {
    Thread thread = new Thread(this::relay, "plain-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void relay() {
    try (Socket viewer = viewers.accept();
        Socket publisher = publishers.accept()) {
      viewer.setTcpNoDelay(true);
      InputStream in = publisher.getInputStream();
      OutputStream out = viewer.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      System.err.println("relay ended: " + e.getMessage());
    }
  }

  int publisherPort() {
    return publishers.getLocalPort();
  }

  int viewerPort() {
    return viewers.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    publishers.close();
    viewers.close();
  }
}
