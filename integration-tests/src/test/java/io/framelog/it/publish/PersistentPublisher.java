package io.framelog.it.publish;

import io.framelog.it.process.RunningProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs ffmpeg and restarts it whenever it ends. */
public final class PersistentPublisher implements AutoCloseable {
  private final List<String> arguments;
  private final List<RunningProcess> starts = new CopyOnWriteArrayList<>();
  private final Thread keeper = new Thread(this::keep, "publisher-keeper");
  private volatile boolean closed;

  private PersistentPublisher(List<String> arguments) {
    this.arguments = arguments;
  }

  public static PersistentPublisher start(List<String> arguments) {
    PersistentPublisher publisher = new PersistentPublisher(arguments);
    publisher.keeper.setDaemon(true);
    publisher.keeper.start();
    return publisher;
  }

  private void keep() {
    while (!closed) {
      RunningProcess ffmpeg = Ffmpeg.start(arguments);
      starts.add(ffmpeg);
      ffmpeg.awaitExit(Duration.ofHours(1));
    }
  }

  /** Number of starts. */
  public int starts() {
    return starts.size();
  }

  @Override
  public void close() {
    closed = true;
    starts.forEach(RunningProcess::close);
  }
}
