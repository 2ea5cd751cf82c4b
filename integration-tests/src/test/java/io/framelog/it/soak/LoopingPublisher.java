package io.framelog.it.soak;

import io.framelog.it.process.RunningProcess;
import io.framelog.it.publish.Ffmpeg;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs an ffmpeg that sends a file in a loop in real time. Half a second after its end, starts
 * another one for the next ingest node. Nothing is encoded, so that many can run on the machine.
 */
final class LoopingPublisher implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final String stream;
  private final Path file;
  private final List<String> muxing;
  private final List<String> ingests;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread keeper;
  private volatile @Nullable RunningProcess running;
  private int starts;

  /**
   * @param muxing {@code -f} and its options
   * @param ingests URLs, tried in turn
   */
  LoopingPublisher(String stream, Path file, List<String> muxing, List<String> ingests) {
    this.stream = stream;
    this.file = file;
    this.muxing = muxing;
    this.ingests = ingests;
    this.keeper = new Thread(this::keep, "publisher-" + stream);
    keeper.setDaemon(true);
    keeper.start();
  }

  private void keep() {
    try {
      do {
        run();
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-v", "error", "-re", "-stream_loop", "-1", "-i", file.toString(), "-c", "copy"));
    arguments.addAll(List.of("-metadata", "title=" + stream));
    arguments.addAll(muxing);
    arguments.add(ingests.get(starts++ % ingests.size()));
    RunningProcess ffmpeg = Ffmpeg.start(arguments);
    running = ffmpeg;
    if (closed.getCount() == 0) {
      ffmpeg.kill();
    }
    ffmpeg.awaitExit(Duration.ofDays(1));
  }

  String stream() {
    return stream;
  }

  /** Kills (SIGKILL) the running ffmpeg. */
  void kill() {
    RunningProcess ffmpeg = running;
    if (ffmpeg != null) {
      ffmpeg.kill();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    kill();
  }
}
