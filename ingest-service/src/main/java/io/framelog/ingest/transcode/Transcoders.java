package io.framelog.ingest.transcode;

import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.worker.RunningWorker;
import io.framelog.ingest.worker.WorkerListener;
import io.framelog.worker.WorkerJob;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The transcoders of a node, a media worker for each sound. Thread-safe. */
public final class Transcoders {
  /** Starts media workers. */
  @FunctionalInterface
  public interface Starter {
    /** Empty when as many work as may. */
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

  /** Whether sounds are encoded anew where a publisher says nothing. */
  public boolean byDefault() {
    return settings.byDefault();
  }

  /** Whether there can be any. */
  public boolean allowed() {
    return settings.max() > 0;
  }

  /** At a time. */
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

  /** Packets of sound that a transcoder did not take in time, since the start. */
  public long packetsDropped() {
    return dropped.sum();
  }

  /** Headers that were held for a sound and went ahead without it, since the start. */
  public long lateSounds() {
    return late.sum();
  }

  /** Sounds that were given up because their transcoder failed, since the start. */
  public long failures() {
    return failed.sum();
  }
}
