package io.framelog.benchmarks.ingest;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes the same streams in real time to a plain sink and to an ingest node, and prints how
 * many of them one core of each processes.
 *
 * <pre>StreamsPerCore FILE STREAMS SINK-PORT SINK-PID TCP-PORT INGEST-PID KAFKA BROKER-PID</pre>
 */
public final class StreamsPerCore {
  private static final int FRAMES_PER_SECOND = 25;
  private static final int FRAMES_PER_CHUNK = 25;
  private static final int WARM_UP_SECONDS = 30;
  private static final int TAIL_SECONDS = 2;

  private final PublishedFile file;
  private final int streams;
  private final int seconds;

  private StreamsPerCore(PublishedFile file, int streams) {
    this.file = file;
    this.streams = streams;
    this.seconds = file.frames().size() / FRAMES_PER_SECOND - WARM_UP_SECONDS - TAIL_SECONDS;
    if (seconds < 5) {
      throw new IllegalArgumentException("the file is too short, expected at least 37 s");
    }
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 8) {
      System.err.println(
          "usage: StreamsPerCore FILE STREAMS SINK-PORT SINK-PID TCP-PORT INGEST-PID KAFKA"
              + " BROKER-PID");
      System.exit(2);
    }
    PublishedFile file = PublishedFile.read(Path.of(args[0]));
    StreamsPerCore run = new StreamsPerCore(file, Integer.parseInt(args[1]));
    System.out.printf(
        "%d streams of %.2f Mbit/s, %d frames a second, %d s after %d s%n",
        run.streams,
        file.bytesOf(0, file.frames().size())
            * 8.0
            * FRAMES_PER_SECOND
            / file.frames().size()
            / 1e6,
        FRAMES_PER_SECOND,
        run.seconds,
        WARM_UP_SECONDS);
    run.toSink(Integer.parseInt(args[2]), Long.parseLong(args[3]));
    run.toFramelog(
        Integer.parseInt(args[4]), Long.parseLong(args[5]), args[6], Long.parseLong(args[7]));
    System.exit(0);
  }

  private void toSink(int port, long pid) throws Exception {
    try (PacedPublishers publishers = new PacedPublishers(file, streams, FRAMES_PER_SECOND, port)) {
      Measurement measured = during(publishers, Map.of("sink", pid));
      print("bare sink", measured, "sink");
    }
  }

  private void print(String what, Measurement measured, String process) {
    System.out.printf(
        "%-11s %6.3f cores, %5.0f streams a core; and %.3f cores in the compiler%n",
        what,
        measured.cores(process),
        streams / measured.cores(process),
        measured.compilerCores(process));
  }

  private void toFramelog(int port, long pid, String kafka, long broker) throws Exception {
    try (LogCheck check = new LogCheck(kafka)) {
      Followers followers;
      try (PacedPublishers publishers =
          new PacedPublishers(file, streams, FRAMES_PER_SECOND, port)) {
        followers = new Followers(kafka, publishers, streams, WARM_UP_SECONDS * FRAMES_PER_SECOND);
        CompletableFuture<Void> following = CompletableFuture.runAsync(followers::run);
        Measurement measured = during(publishers, Map.of("ingest", pid, "broker", broker));
        print("Framelog", measured, "ingest");
        for (Map.Entry<String, Double> thread : measured.threads("ingest")) {
          if (thread.getValue() >= 0.01 * measured.seconds()) {
            System.out.printf(
                "            %6.3f cores in %s%n",
                thread.getValue() / measured.seconds(), thread.getKey());
          }
        }
        System.out.printf("broker      %6.3f cores%n", measured.cores("broker"));
        followers.stop();
        following.join();
      }
      System.out.printf(
          "socket write to record read: p50 %.1f ms, p99 %.1f ms%n",
          followers.percentile(0.5), followers.percentile(0.99));
      System.out.printf(
          "frames missing from the logs: %d of %d%n",
          check.missing(streams, file.frames().size(), FRAMES_PER_CHUNK),
          (long) streams * file.frames().size());
    }
  }

  private Measurement during(PacedPublishers publishers, Map<String, Long> pids) throws Exception {
    CompletableFuture<Measurement> measuring =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Measurement.take(pids, WARM_UP_SECONDS, seconds);
              } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while measuring", e);
              }
            });
    publishers.run();
    return measuring.join();
  }
}
