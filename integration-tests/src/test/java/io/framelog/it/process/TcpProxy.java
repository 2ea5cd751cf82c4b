package io.framelog.it.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Forwards the connections of a port to another port of this machine until they are cut. */
public final class TcpProxy implements AutoCloseable {
  private static final int CONNECT_MS = 2_000;

  private final ServerSocket listener;
  private final int target;
  private final Set<Pair> open = ConcurrentHashMap.newKeySet();

  /** The sockets of a client and its server; when one ends, both are closed. */
  private record Pair(Socket client, Socket server) {
    void close() {
      closeQuietly(client);
      closeQuietly(server);
    }
  }

  public TcpProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
    thread("accept", this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The port to which connections are forwarded. */
  public int target() {
    return target;
  }

  /** Number of open connections. */
  public int connections() {
    return open.size();
  }

  /** Closes all open connections, like a router that loses its state; accepts new ones. */
  public void cut() {
    open.forEach(Pair::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        thread("connect", () -> connect(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException("the proxy cannot accept connections", e);
        }
      }
    }
  }

  private void connect(Socket client) {
    Pair pair = new Pair(client, new Socket());
    try {
      pair.server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MS);
      pair.server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException e) {
      // The service is not running: close the client's connection at once.
      pair.close();
      return;
    }
    open.add(pair);
    thread("up", () -> pump(pair, pair.client, pair.server));
    pump(pair, pair.server, pair.client);
  }

  private void pump(Pair pair, Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // Cut, or one side has closed: close both.
      open.remove(pair);
    } finally {
      open.remove(pair);
      pair.close();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket cannot be closed", e);
    }
  }

  private static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, "proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot be closed", e);
    }
    cut();
  }
}
