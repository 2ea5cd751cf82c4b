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
  /** Told of what becomes of the attempt, on its event loop. */
  interface Listener {
    /** The session has the stream; told again when it had to claim it anew. */
    void onClaimed();

    /** The worker says something beside the media. */
    void onReport(String report);

    /**
     * It is over; told once.
     *
     * @param attempt which one
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

  /** The process whose bytes these are. */
  void attach(DeviceWorker process) {
    worker = process;
    if (closed) {
      process.stop();
    } else if (paused) {
      process.pause();
    }
  }

  /** Lets the devices go; what was captured until then still comes, and its end. */
  void finish() {
    if (worker != null && !closed) {
      worker.finish();
    }
  }

  /** The worker says something beside the media. */
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

  /** The capture does, once for a reason that repeats. */
  @Override
  public boolean tellsWhyItEnded() {
    return true;
  }

  /** The worker's packet stream, taken apart. */
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
