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

/** A port whose connections go to another one of this machine, until they are cut. */
public final class TcpProxy implements AutoCloseable {
  private static final int CONNECT_MS = 2_000;

  private final ServerSocket listener;
  private final int target;
  private final Set<Pair> open = ConcurrentHashMap.newKeySet();

  /** A client and its server; both are closed with the first of them that ends. */
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

  /** The port that connections go to. */
  public int target() {
    return target;
  }

  /** Connections that are open now. */
  public int connections() {
    return open.size();
  }

  /** Closes all that are open, as a router that forgets them would; new ones are taken. */
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
          throw new UncheckedIOException("the proxy takes no connections", e);
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
      // The service is away: its client sees a connection that is closed at once.
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
      // Cut, or one of the two has gone: said by closing both.
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
      throw new UncheckedIOException("a socket does not close", e);
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
      throw new UncheckedIOException("the proxy does not close", e);
    }
    cut();
  }
}
