package io.framelog.ingest.source.device;

import io.framelog.controlplane.CaptureSpec;
import io.framelog.ingest.demux.Demuxer;
import io.framelog.ingest.demux.ParserDemuxer;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt at a capture, from its start to its failure, as a publisher. */
final class DeviceSource implements Source {
  /** Notified of the progress of the attempt, on its event loop. */
  interface Listener {
    /** The session has claimed the stream; called again after each further claim. */
    void onClaimed();

    /** The worker has sent a report. */
    void onReport(String report);

    /**
     * The attempt has ended; called once.
     *
     * @param attempt the one that has ended
     */
    void onClosed(DeviceSource attempt, SourceEnd end, CaptureFailure failure);
  }

  private final CaptureSpec spec;
  private final Listener listener;
  private @Nullable DeviceParser parser;
  private @Nullable DeviceWorker worker;
  private boolean paused;
  private boolean closed;

  DeviceSource(CaptureSpec spec, Listener listener) {
    this.spec = spec;
    this.listener = listener;
  }

  /** Sets the process that delivers the bytes. */
  void attach(DeviceWorker process) {
    worker = process;
    if (closed) {
      process.stop();
    } else if (paused) {
      process.pause();
    }
  }

  /** Releases the devices; what was captured before is still delivered, followed by the end. */
  void finish() {
    if (worker != null && !closed) {
      worker.finish();
    }
  }

  /** Passes on a report of the worker. */
  void report(String report) {
    listener.onReport(report);
  }

  @Override
  public String kind() {
    return "device";
  }

  @Override
  public String connection() {
    return "capture:" + spec.name() + ":" + spec.devices();
  }

  /** The capture logs it, once for a repeated reason. */
  @Override
  public boolean tellsWhyItEnded() {
    return true;
  }

  /** The demuxer of the worker's packet stream. */
  Demuxer demuxer(Demuxer.Context context) {
    return new ParserDemuxer(
        context,
        () -> {
          DeviceParser packets = new DeviceParser(context.limits(), this::report);
          parser = packets;
          return packets;
        });
  }

  @Override
  public void claimed(long session) {
    listener.onClaimed();
  }

  @Override
  public void pause() {
    paused = true;
    if (worker != null) {
      worker.pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (worker != null) {
      worker.resume();
    }
  }

  @Override
  public void close(SourceEnd end) {
    closed = true;
    if (worker != null) {
      worker.stop();
    }
    DeviceParser packets = parser;
    listener.onClosed(
        this, end, CaptureFailure.of(end, packets == null ? Optional.empty() : packets.failure()));
  }
}
