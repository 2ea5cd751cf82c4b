package io.framelog.benchmarks.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A minimal server for publishers: reads and discards their bytes. It runs as a separate process,
 * so that its processor time can be measured; prints its port and runs until it is killed.
 */
public final class TcpSink {
  private TcpSink() {}

  public static void main(String[] args) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println(server.socket().getLocalPort());
      ByteBuffer read = ByteBuffer.allocateDirect(64 << 10);
      while (true) {
        selector.select(key -> ready(key, selector, read));
      }
    }
  }

  private static void ready(SelectionKey key, Selector selector, ByteBuffer read) {
    try {
      if (key.channel() instanceof ServerSocketChannel server) {
        SocketChannel publisher = server.accept();
        publisher.configureBlocking(false);
        publisher.register(selector, SelectionKey.OP_READ);
      } else if (key.channel() instanceof SocketChannel publisher
          && publisher.read(read.clear()) < 0) {
        publisher.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("a publisher's connection failed", e);
    }
  }
}
