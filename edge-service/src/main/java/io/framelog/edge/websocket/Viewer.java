package io.framelog.edge.websocket;

import io.framelog.edge.channel.ChannelEvent;
import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.channel.ChannelMetrics;
import io.framelog.edge.channel.ChannelViewer;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.connection.JoinTime;
import io.framelog.edge.connection.ViewerQueue;
import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.edge.message.ServerMessage;
import io.framelog.log.Position;
import io.framelog.log.StreamId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One player connection. Tracks what its player was sent, so that after every join, seek or skip
 * the bytes can be appended.
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
  /** The request of a viewer, and the bound of its queue. */
  public record Settings(StreamId stream, boolean text, long queueBytes) {}

  /** Close code: the init segment changed for a viewer that gets no text messages. */
  public static final int HEADER_CHANGED = 4001;

  private final FrameWriter writer;
  private final ViewerQueue queue;
  private final boolean text;
  private final ChannelMetrics metrics;
  private final JoinTime joinTime;
  private final StreamId stream;
  private final UnsentChunks unsent = new UnsentChunks();
  private final PlayerPlace place = new PlayerPlace();

  private @Nullable ChunkOpened given;
  private boolean needsInit;
  private boolean inChunk;

  /** Whether the publisher became silent within a chunk of which the player has all parts. */
  private boolean hasAllBefore;

  private @Nullable GapReason skipped;
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

  /**
   * The player has everything before this offset: of earlier records only headers are delivered.
   */
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
    } else if (event instanceof ChannelEvent.ChunkResumed resumed && hasAllBefore) {
      open(resumed.chunk());
    } else if (event instanceof PartArrived part) {
      play(part);
    } else if (event instanceof ChannelEvent.GapFound gap) {
      leaveChunk();
      if (gap.reason().restartsOffsets()) {
        notBefore = 0;
      }
      metrics.gap(stream, gap.reason());
      announce(gap.frame());
    } else if (event instanceof ChannelEvent.SessionEnded ended) {
      leaveChunk();
      if (ended.offset() >= notBefore) {
        announce(ended.frame());
      }
    } else if (event instanceof ChannelEvent.PublisherSilent silent) {
      hasAllBefore = inChunk;
      inChunk = false;
      announce(silent.frame());
    } else if (event instanceof ChannelEvent.StreamOffline nobody) {
      inChunk = false;
      needsInit |= text;
      joinTime.nobody();
      announce(nobody.frame());
    }
  }

  private void leaveChunk() {
    inChunk = false;
    hasAllBefore = false;
  }

  private void open(ChunkOpened opened) {
    if (skipped != null) {
      tellSkipped(skipped, opened.chunk());
    }
    boolean sameInit = given != null && given.continues(opened);
    if (!text && given != null && !sameInit) {
      close(HEADER_CHANGED, "the init segment changed");
      return;
    }
    boolean needsStart =
        needsInit || given == null || !sameInit || (text && given.disc() != opened.disc());
    unsent.opened(opened.chunk(), queue.takenFrames(), queue.writtenFrames());
    place.opened(opened);
    inChunk = true;
    hasAllBefore = false;
    if (needsStart) {
      if (!tell(opened.start()) || !fit(opened.initFrame())) {
        return;
      }
      given = opened;
      needsInit = false;
    }
    tell(opened.announcement());
  }

  private void play(PartArrived part) {
    if (!inChunk || part.offset() < notBefore) {
      return;
    }
    Optional<Position> jump = place.unlessCounted(part);
    if (jump.isPresent() && !tellPosition(jump.get())) {
      return;
    }
    place.gave(part);
    if (fit(part.frame())) {
      joinTime.part();
    }
  }

  private boolean tellPosition(Position position) {
    SharedFrame frame = new ServerMessage.NextPosition(position.toString()).frame();
    boolean fits = tell(frame);
    frame.release();
    return fits;
  }

  /**
   * Sends a part of a chunk. If it does not fit, the queue is cleared and a skip begins: the rest
   * of the chunk must not be sent.
   *
   * @return false when a skip has begun
   */
  private boolean fit(SharedFrame frame) {
    if (queue.send(frame)) {
      return true;
    }
    drop(1);
    skip(GapReason.SLOW);
    return false;
  }

  /** Like {@link #fit}, for a text message; without effect for a viewer without text. */
  private boolean tell(SharedFrame message) {
    return !text || closed || fit(message);
  }

  /**
   * Sends a message that belongs to no chunk. If it does not fit, the queue is cleared to make
   * room, and the player is notified of the gap first.
   */
  private void announce(SharedFrame message) {
    if (text && !closed && !queue.send(message)) {
      drop(0);
      leaveChunk();
      tellSkipped(GapReason.SLOW, place.nextChunk());
      queue.send(message);
    }
  }

  private void drop(int refused) {
    unsent.dropped(queue.writtenFrames());
    metrics.droppedForViewer(queue.clear() + refused);
    needsInit = true;
  }

  /** Sends a gap that ends with a chunk. */
  private void tellSkipped(GapReason reason, long nextChunk) {
    skipped = null;
    metrics.gap(stream, reason);
    if (text) {
      SharedFrame frame = gap(reason, nextChunk);
      if (!queue.send(frame)) {
        // The queued frames belong to a chunk that is not continued.
        frame.release();
        drop(0);
        frame = gap(reason, nextChunk);
        queue.send(frame);
      }
      frame.release();
    }
    unsent.told();
  }

  private SharedFrame gap(GapReason reason, long nextChunk) {
    return new ServerMessage.Gap(reason.wireName(), unsent.lostBefore(nextChunk)).frame();
  }

  /** Sends a message to this viewer only. */
  public void tellOnce(ServerMessage message) {
    SharedFrame frame = message.frame();
    announce(frame);
    frame.release();
  }

  @Override
  public void skip(GapReason reason) {
    leaveChunk();
    unsent.cut();
    if (skipped == null) {
      skipped = reason;
    }
  }

  /** The player has requested another position: the present chunk is not continued. */
  public void restart() {
    leaveChunk();
    skipped = null;
    unsent.told();
    needsInit = true;
    notBefore = 0;
  }

  /** Sends a heartbeat, unless data is pending, which makes it unnecessary. */
  public void beat(SharedFrame heartbeat) {
    if (text && queue.waitingBytes() == 0 && writer.isWritable()) {
      queue.send(heartbeat);
      writer.flush();
    }
  }

  @Override
  public boolean isCrowded() {
    return queue.isCrowded();
  }

  @Override
  public void flush() {
    writer.flush();
  }

  /** The socket is writable again. */
  public void drained() {
    queue.drain();
  }

  /** Adds the bytes sent since the last call to the metrics. Not called per part, to save time. */
  public void report() {
    metrics.sent(queue.takeSentBytes());
  }

  /** Bytes queued for the socket. */
  public long waitingBytes() {
    return queue.waitingBytes();
  }

  /** Bytes written to the socket so far. */
  public long writtenBytes() {
    return queue.writtenBytes();
  }

  /** The position at which the player would continue; empty before it was sent media. */
  public Optional<Position> position() {
    return place.position();
  }

  /** Closes the connection after the frames written so far; queued frames are dropped. */
  public void close(int code, String reason) {
    if (!closed) {
      gone();
      writer.close(code, reason);
    }
  }

  /** Whether the connection is closed or closing. */
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
