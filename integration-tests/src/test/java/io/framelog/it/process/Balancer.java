package io.framelog.it.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A TCP load balancer: forwards each connection to the next service that was ready at the last
 * check. Open connections are kept.
 */
public final class Balancer implements AutoCloseable {
  private static final long ASK_EVERY_MS = 100;

  private final ServerSocket listener;
  private final List<Service> services = new CopyOnWriteArrayList<>();
  private final Set<Service> ready = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
  private int turn;

  public Balancer(Service... services) {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
    for (Service service : services) {
      add(service);
    }
    var unused = asking.scheduleWithFixedDelay(this::ask, 0, ASK_EVERY_MS, TimeUnit.MILLISECONDS);
    thread("accept", this::accept);
  }

  /** Adds a ready service. */
  public void add(Service service) {
    services.add(service);
    ready.add(service);
  }

  /** Forwards no new connections to a service; open ones are kept. */
  public void remove(Service service) {
    services.remove(service);
    ready.remove(service);
  }

  public URI http(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
  }

  public URI websocket(String path) {
    return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + path);
  }

  private void ask() {
    for (Service service : services) {
      try {
        if (service.get("/q/health/ready").statusCode() == 200) {
          ready.add(service);
        } else {
          ready.remove(service);
        }
      } catch (IOException e) {
        ready.remove(service);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        open.add(client);
        thread("connect", () -> connect(client));
      }
    } catch (IOException e) {
      close();
    }
  }

  private void connect(Socket client) {
    for (int attempt = 0; attempt < services.size(); attempt++) {
      Service next = next();
      if (!ready.contains(next)) {
        continue;
      }
      Socket server = new Socket();
      try {
        server.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), next.httpPort()), 1000);
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        open.add(server);
        thread("up", () -> pump(client, server));
        pump(server, client);
        return;
      } catch (IOException e) {
        close(server);
      }
    }
    close(client);
  }

  private synchronized Service next() {
    return services.get(turn++ % services.size());
  }

  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    closeQuietly(socket);
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket cannot be closed", e);
    }
  }

  private static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, "balancer-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    asking.shutdownNow();
    closeQuietly(listener);
    open.forEach(this::close);
  }
}
