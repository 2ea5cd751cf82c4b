package io.framelog.benchmarks.latency;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Publishes a file with one fragment per frame and measures the time from each frame's socket write
 * to its last byte at a viewer's socket: first through a plain relay, then through Framelog.
 *
 * <pre>AddedLatency FILE TCP-PORT HTTP-PORT FRAMES-PER-SECOND</pre>
 */
public final class AddedLatency {
  private static final int WARM_UP_SECONDS = 5;
  private static final int TAIL = 16;

  private final Fragments fragments;
  private final PacedPublisher publisher;

  private AddedLatency(Fragments fragments, int framesPerSecond) {
    this.fragments = fragments;
    this.publisher = new PacedPublisher(fragments, framesPerSecond);
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      System.err.println("usage: AddedLatency FILE TCP-PORT HTTP-PORT FRAMES-PER-SECOND");
      System.exit(2);
    }
    int framesPerSecond = Integer.parseInt(args[3]);
    Fragments fragments = Fragments.read(Path.of(args[0]));
    AddedLatency run = new AddedLatency(fragments, framesPerSecond);
    int warmUp = WARM_UP_SECONDS * framesPerSecond;
    System.out.printf(
        "%d frames at %d/s, the first %d s not counted; milliseconds%n",
        fragments.frames().size(), framesPerSecond, WARM_UP_SECONDS);
    print("plain TCP relay", run.throughRelay().percentiles(warmUp));
    int tcpPort = Integer.parseInt(args[1]);
    print("Framelog", run.throughFramelog(tcpPort, args[2]).percentiles(warmUp));
  }

  private static void print(String what, Arrivals.Percentiles p) {
    System.out.printf(
        "%-16s p50 %7.2f   p95 %7.2f   p99 %7.2f   max %7.2f%n",
        what, p.p50(), p.p95(), p.p99(), p.max());
  }

  private Arrivals throughRelay() throws Exception {
    Arrivals arrivals = new Arrivals(fragments.frames().size());
    try (PlainRelay relay = new PlainRelay();
        Socket viewer = new Socket(InetAddress.getLoopbackAddress(), relay.viewerPort())) {
      var reading =
          CompletableFuture.runAsync(
              () -> {
                try {
                  DataInputStream in = new DataInputStream(viewer.getInputStream());
                  in.readFully(new byte[fragments.init().length()]);
                  for (int frame = 0; frame < fragments.frames().size(); frame++) {
                    in.readFully(new byte[fragments.frames().get(frame).length()]);
                    arrivals.read(frame);
                  }
                } catch (IOException e) {
                  throw new IllegalStateException("the relay's viewer ended", e);
                }
              });
      publisher.publish(relay.publisherPort(), arrivals);
      arrivals.awaitAll();
      reading.join();
    }
    return arrivals;
  }

  private Arrivals throughFramelog(int tcpPort, String httpPort) throws Exception {
    Arrivals arrivals = new Arrivals(fragments.frames().size());
    CountDownLatch waiting = new CountDownLatch(1);
    URI uri = URI.create("ws://127.0.0.1:" + httpPort + "/live/latency");
    try (ViewerSocket viewer = new ViewerSocket(uri)) {
      var reading =
          CompletableFuture.runAsync(
              () -> {
                try {
                  readParts(viewer, arrivals, waiting);
                } catch (IOException e) {
                  throw new IllegalStateException("the edge's viewer ended", e);
                }
              });
      waiting.await();
      publisher.publish(tcpPort, arrivals);
      arrivals.awaitAll();
      reading.join();
    }
    return arrivals;
  }

  /** The n-th part is the n-th frame; its last bytes are compared as a check. */
  private void readParts(ViewerSocket viewer, Arrivals arrivals, CountDownLatch waiting)
      throws IOException {
    boolean init = false;
    for (int frame = 0; frame < fragments.frames().size(); ) {
      ViewerSocket.Message message = viewer.next();
      if (message.opcode() == ViewerSocket.TEXT) {
        waiting.countDown();
      } else if (!init) {
        init = true;
      } else {
        arrivals.read(frame);
        byte[] sent = fragments.frames().get(frame).sharedArray();
        if (!Arrays.equals(tail(sent), tail(message.payload().sharedArray()))) {
          throw new IOException("part " + frame + " is not frame " + frame);
        }
        frame++;
      }
    }
  }

  private static byte[] tail(byte[] bytes) {
    return Arrays.copyOfRange(bytes, bytes.length - TAIL, bytes.length);
  }
}
