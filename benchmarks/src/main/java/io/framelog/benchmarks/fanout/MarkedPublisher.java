package io.framelog.benchmarks.fanout;

import io.framelog.benchmarks.ingest.PublishedFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes streams of marked frames in real time for the given seconds; then prints how many
 * frames the publisher itself sent late.
 *
 * <pre>MarkedPublisher FILE FRAMES-A-SECOND STREAMS SECONDS plain|lengths PORT|- [DAMAGE-EVERY]
 * </pre>
 */
public final class MarkedPublisher {
  private MarkedPublisher() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 6 && args.length != 7) {
      System.err.println(
          "usage: MarkedPublisher FILE FRAMES-A-SECOND STREAMS SECONDS plain|lengths PORT|-"
              + " [DAMAGE-EVERY]");
      System.exit(2);
    }
    int damageEvery = args.length == 7 ? Integer.parseInt(args[6]) : 0;
    MarkedLoop loop = new MarkedLoop(PublishedFile.read(Path.of(args[0])), damageEvery);
    long interval = TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(args[1]);
    int streams = Integer.parseInt(args[2]);
    long end = TimeUnit.SECONDS.toNanos(Integer.parseInt(args[3]));
    Framing framing = args[4].equals("lengths") ? Framing.LENGTHS : Framing.PLAIN;
    List<PacedFeed> feeds = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      feeds.add(new PacedFeed(loop, i, framing, open(args[5]), interval * i / streams));
    }
    run(feeds, interval, end);
    System.err.printf(
        "published %d frames, %d of them late%n",
        feeds.stream().mapToLong(PacedFeed::frames).sum(),
        feeds.stream().mapToLong(PacedFeed::late).sum());
    for (PacedFeed feed : feeds) {
      feed.close();
    }
  }

  private static WritableByteChannel open(String to) throws IOException {
    if (to.equals("-")) {
      return new FileOutputStream(FileDescriptor.out).getChannel();
    }
    int port = Integer.parseInt(to);
    SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return socket;
  }

  private static void run(List<PacedFeed> feeds, long interval, long end) throws IOException {
    long start = System.nanoTime();
    long[] due = new long[feeds.size()];
    for (long elapsed = 0; elapsed < end; elapsed = System.nanoTime() - start) {
      long earliest = end;
      for (int i = 0; i < due.length; i++) {
        if (due[i] <= elapsed) {
          due[i] = feeds.get(i).advance(elapsed, interval);
        }
        earliest = Math.min(earliest, due[i]);
      }
      // A full socket would be retried at once: half a millisecond later is sufficient.
      LockSupport.parkNanos(Math.max(500_000, earliest - (System.nanoTime() - start)));
    }
  }
}
