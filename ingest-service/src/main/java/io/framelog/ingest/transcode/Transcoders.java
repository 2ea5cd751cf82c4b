package io.framelog.ingest.transcode;

import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.worker.RunningWorker;
import io.framelog.ingest.worker.WorkerListener;
import io.framelog.worker.WorkerJob;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The transcoders of a node, with one media worker for each audio track. Thread-safe. */
public final class Transcoders {
  /** Starts media workers. */
  @FunctionalInterface
  public interface Starter {
    /** Empty when the maximum number of workers runs. */
    Optional<? extends RunningWorker> start(WorkerJob job, EventLoop loop, WorkerListener listener);
  }

  private final TranscodeSettings settings;
  private final Starter starter;
  private final LongAdder dropped = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder failed = new LongAdder();

  public Transcoders(TranscodeSettings settings, Starter starter) {
    this.settings = settings;
    this.starter = starter;
  }

  /** Whether audio is transcoded when its publisher does not specify it. */
  public boolean byDefault() {
    return settings.byDefault();
  }

  /** Whether this node transcodes audio at all. */
  public boolean allowed() {
    return settings.max() > 0;
  }

  /** Maximum number of transcoders at a time. */
  int max() {
    return settings.max();
  }

  Optional<? extends RunningWorker> start(WorkerJob job, EventLoop loop, WorkerListener listener) {
    return allowed() ? starter.start(job, loop, listener) : Optional.empty();
  }

  void packetDropped() {
    dropped.increment();
  }

  void soundIsLate() {
    late.increment();
  }

  void hasFailed() {
    failed.increment();
  }

  /** Audio packets that a transcoder did not read in time, since the start. */
  public long packetsDropped() {
    return dropped.sum();
  }

  /** Headers that were held for an audio track and released without it, since the start. */
  public long lateSounds() {
    return late.sum();
  }

  /** Audio tracks no longer transcoded because their transcoder failed, since the start. */
  public long failures() {
    return failed.sum();
  }
}
