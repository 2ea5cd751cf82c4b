package io.framelog.edge.viewer;

import io.framelog.edge.channel.ChannelEvent;
import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.channel.ChannelMetrics;
import io.framelog.edge.channel.ChannelViewer;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.edge.message.ServerMessage;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One player connection: knows what its player has been given, so that every way into the stream
 * (live, past, after a skip) yields bytes that append.
 *
 * <pre>
 *                  chunk opened: start + init if changed, chunk
 *   AWAITING CHUNK ─────────────────────────────────────────────▶ IN CHUNK ── part ──▶ queue
 *     ▲  parts are dropped                                          │
 *     └──────────── queue full, loop busy, gap, session end ────────┘
 * </pre>
 *
 * Confined to its event loop.
 */
public final class Viewer implements ChannelViewer {
  /** What a viewer asked for, and its bound. */
  public record Settings(StreamId stream, boolean text, long queueBytes) {}

  /** The init segment changed under a viewer that gets no text messages. */
  public static final int HEADER_CHANGED = 4001;

  private final FrameWriter writer;
  private final ViewerQueue queue;
  private final boolean text;
  private final ChannelMetrics metrics;
  private final JoinTime joinTime;
  private final StreamId stream;

  private @Nullable ChunkOpened given;
  private @Nullable ChunkOpened inForce;
  private boolean needsInit;
  private boolean inChunk;
  private @Nullable GapReason skipped;
  private long countedOffset;
  private long notBefore;
  private boolean closed;

  public Viewer(FrameWriter writer, Settings settings, ChannelMetrics metrics) {
    this.writer = writer;
    this.queue = new ViewerQueue(writer, settings.queueBytes(), metrics);
    this.text = settings.text();
    this.stream = settings.stream();
    this.metrics = metrics;
    this.joinTime = new JoinTime(metrics);
  }

  /** The player has what is before this position: only headers of earlier records are given. */
  public void resumeAt(long offset) {
    notBefore = offset;
  }

  @Override
  public void joining(long bytes) {
    queue.allow(bytes);
    joinTime.joining(bytes);
  }

  @Override
  public void deliver(ChannelEvent event) {
    if (closed) {
      return;
    }
    if (event instanceof ChunkOpened opened) {
      open(opened);
    } else if (event instanceof PartArrived part) {
      play(part);
    } else if (event instanceof ChannelEvent.GapFound gap) {
      inChunk = false;
      if (gap.reason().restartsOffsets()) {
        notBefore = 0;
      }
      metrics.gap(stream, gap.reason());
      tell(gap.frame());
    } else if (event instanceof ChannelEvent.SessionEnded ended) {
      inChunk = false;
      if (ended.offset() >= notBefore) {
        tell(ended.frame());
      }
    } else if (event instanceof ChannelEvent.NobodyPublishes nobody) {
      inChunk = false;
      needsInit |= text;
      joinTime.nobody();
      tell(nobody.frame());
    }
  }

  private void open(ChunkOpened opened) {
    if (skipped != null) {
      tellGap(skipped, inForce == null ? 0 : Math.max(opened.chunk() - inForce.chunk(), 1));
      skipped = null;
    }
    boolean sameInit = given != null && given.continues(opened);
    if (!text && given != null && !sameInit) {
      close(HEADER_CHANGED, "the init segment changed");
      return;
    }
    boolean needsStart =
        needsInit || given == null || !sameInit || (text && given.disc() != opened.disc());
    inForce = opened;
    inChunk = true;
    countedOffset = opened.position().offset() + 1;
    if (needsStart) {
      given = opened;
      needsInit = false;
      tell(opened.start());
      if (!fit(opened.initFrame())) {
        return;
      }
    }
    tell(opened.announcement());
  }

  private void play(PartArrived part) {
    if (!inChunk || part.offset() < notBefore) {
      return;
    }
    if (part.offset() != countedOffset && inForce != null) {
      tellOnce(
          new ServerMessage.NextPosition(
              new Position(inForce.position().log(), part.offset()).toString()));
    }
    countedOffset = part.offset() + 1;
    if (fit(part.frame())) {
      joinTime.part();
    }
  }

  /**
   * Sends what cannot be left out; where it does not fit, all that waits goes and a skip begins.
   */
  private boolean fit(SharedFrame frame) {
    if (queue.send(frame)) {
      return true;
    }
    metrics.droppedForViewer(queue.clear() + 1);
    needsInit = true;
    skip(GapReason.SLOW);
    return false;
  }

  private void tell(SharedFrame message) {
    if (text && !closed) {
      fit(message);
    }
  }

  private void tellGap(GapReason reason, long chunks) {
    metrics.gap(stream, reason);
    if (text) {
      SharedFrame frame = new ServerMessage.Gap(reason.wireName(), chunks).frame();
      if (!queue.send(frame)) {
        // What waits belongs to a chunk that is not continued anyway.
        metrics.droppedForViewer(queue.clear());
        needsInit = true;
        queue.send(frame);
      }
      frame.release();
    }
  }

  /** A message for this viewer alone. */
  public void tellOnce(ServerMessage message) {
    if (text && !closed) {
      SharedFrame frame = message.frame();
      fit(frame);
      frame.release();
    }
  }

  @Override
  public void skip(GapReason reason) {
    inChunk = false;
    if (skipped == null) {
      skipped = reason;
    }
  }

  /** A new way into the stream begins, at the player's own wish: what was open is not continued. */
  public void restart() {
    inChunk = false;
    skipped = null;
    needsInit = true;
    notBefore = 0;
  }

  @Override
  public void flush() {
    writer.flush();
  }

  /** The socket takes more. */
  public void drained() {
    queue.drain();
  }

  /** Counts what was sent since last time; now and then, because each part would cost time. */
  public void report() {
    metrics.sent(queue.takeSentBytes());
  }

  /** Bytes that wait for the socket. */
  public long waitingBytes() {
    return queue.waitingBytes();
  }

  /** Bytes written to the socket so far. */
  public long writtenBytes() {
    return queue.writtenBytes();
  }

  /** Where the player would go on; empty before it was given anything. */
  public Optional<Position> position() {
    return inForce == null
        ? Optional.empty()
        : Optional.of(new Position(inForce.position().log(), countedOffset));
  }

  /** Ends the connection after what was written; what waits is let go of. */
  public void close(int code, String reason) {
    if (!closed) {
      gone();
      writer.close(code, reason);
    }
  }

  /** Whether the connection is over, or about to be. */
  public boolean isClosed() {
    return closed;
  }

  /** The socket is closed. Idempotent. */
  public void gone() {
    closed = true;
    queue.close();
    report();
  }
}
