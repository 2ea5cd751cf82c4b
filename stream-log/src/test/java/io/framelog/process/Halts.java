package io.framelog.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the exit codes with which this process would have been halted, and keeps it running. */
public final class Halts implements AutoCloseable {
  private final List<Integer> codes = new CopyOnWriteArrayList<>();
  private final Runnable restore = FatalErrors.replaceHalt(codes::add);

  public List<Integer> codes() {
    return codes;
  }

  @Override
  public void close() {
    restore.run();
  }
}
