package io.framelog.ingest.transcode;

import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.worker.RunningWorker;
import io.framelog.ingest.worker.WorkerExit;
import io.framelog.ingest.worker.WorkerListener;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.worker.WorkerJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Media workers whose output the test provides. */
public final class ScriptedWorkers implements Transcoders.Starter {
  /** The output of a worker. */
  @FunctionalInterface
  interface Script {
    void write(PacketStreamWriter out) throws IOException;
  }

  final List<Scripted> started = new ArrayList<>();
  boolean full;

  @Override
  public Optional<RunningWorker> start(WorkerJob job, EventLoop loop, WorkerListener listener) {
    if (full) {
      return Optional.empty();
    }
    Scripted worker = new Scripted(job, listener);
    started.add(worker);
    return Optional.of(worker);
  }

  Scripted last() {
    return started.get(started.size() - 1);
  }

  /** One worker. */
  static final class Scripted implements RunningWorker {
    final WorkerJob job;
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final WorkerListener listener;
    private @Nullable PacketStreamWriter out;
    private final Channel channel = new Channel();
    boolean takes = true;
    boolean inputClosed;
    boolean paused;
    boolean killed;

    Scripted(WorkerJob job, WorkerListener listener) {
      this.job = job;
      this.listener = listener;
    }

    void say(Script script) {
      try {
        if (out == null) {
          out = new PacketStreamWriter(channel);
        }
        script.write(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      byte[] said = channel.bytes.toByteArray();
      channel.bytes.reset();
      listener.onOutput(ByteBuffer.wrap(said));
    }

    void drain() {
      takes = true;
      listener.onInputDrained();
    }

    void exit(int code, String sentence) {
      listener.onExit(new WorkerExit(code, sentence));
    }

    @Override
    public boolean write(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      written.writeBytes(copy);
      return takes;
    }

    @Override
    public void closeInput() {
      inputClosed = true;
    }

    @Override
    public void pauseOutput() {
      paused = true;
    }

    @Override
    public void resumeOutput() {
      paused = false;
    }

    @Override
    public void kill() {
      killed = true;
    }
  }

  /** Keeps the bytes that are written. */
  private static final class Channel implements GatheringByteChannel {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public int write(ByteBuffer source) {
      byte[] copy = new byte[source.remaining()];
      source.get(copy);
      bytes.writeBytes(copy);
      return copy.length;
    }

    @Override
    public long write(ByteBuffer[] sources) {
      return write(sources, 0, sources.length);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      long written = 0;
      for (int i = offset; i < offset + length; i++) {
        written += write(sources[i]);
      }
      return written;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
