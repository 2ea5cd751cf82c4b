package io.framelog.edge.channel;

import io.framelog.controlplane.DisconnectPolicy;
import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.ChunkResumed;
import io.framelog.edge.channel.ChannelEvent.GapFound;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.channel.ChannelEvent.SessionEnded;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.log.LogId;
import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.RecordSequence;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates a log's records, in order, to events for viewers: applies the reading rules and
 * encodes each frame once. Used by one reader at a time.
 */
public final class RecordTranslator {
  private static final long NO_SESSION = -1;
  private static final long NO_CHUNK = -1;

  /** The chunk that the next part belongs to. */
  private static final class InForce {
    final long offset;
    final LogRecord.Header header;
    long firstPtsUs;

    InForce(long offset, LogRecord.Header header) {
      this.offset = offset;
      this.header = header;
    }
  }

  private final LogId log;
  private final EventFrames frames;
  private final ChannelMetrics metrics;
  private final ByteBufAllocator memory;
  private final RecordSequence sequence;
  private @Nullable InForce inForce;
  private long lastChunk = NO_CHUNK;
  private long session = NO_SESSION;
  private boolean ended;
  private boolean left;

  /** A gap that was not announced, because viewers had been notified that the publisher is gone. */
  private boolean unannouncedGap;

  /** Starts at a header that the log reader found. */
  public RecordTranslator(LogId log, EventFrames frames, ChannelMetrics metrics) {
    this(log, frames, metrics, PooledByteBufAllocator.DEFAULT);
  }

  /**
   * Starts at a header that the log reader found.
   *
   * @param memory for the frames of media
   */
  public RecordTranslator(
      LogId log, EventFrames frames, ChannelMetrics metrics, ByteBufAllocator memory) {
    this(log, frames, metrics, memory, new RecordSequence());
  }

  private RecordTranslator(
      LogId log,
      EventFrames frames,
      ChannelMetrics metrics,
      ByteBufAllocator memory,
      RecordSequence sequence) {
    this.log = log;
    this.frames = frames;
    this.metrics = metrics;
    this.memory = memory;
    this.sequence = sequence;
  }

  /** Starts at any offset, such as a claim or the log's end, without the records before it. */
  static RecordTranslator fromAnywhere(LogId log, EventFrames frames, ChannelMetrics metrics) {
    return new RecordTranslator(
        log, frames, metrics, PooledByteBufAllocator.DEFAULT, RecordSequence.fromAnywhere());
  }

  public LogId log() {
    return log;
  }

  /** Translates the next records. The caller owns the references of the events. */
  public List<ChannelEvent> translate(List<LoggedRecord> records) {
    List<ChannelEvent> events = new ArrayList<>(records.size() + 2);
    for (LoggedRecord record : records) {
      translate(record, events);
    }
    return events;
  }

  private void translate(LoggedRecord logged, List<ChannelEvent> events) {
    LogRecord record = logged.record();
    switch (sequence.next(logged)) {
      case ACCEPT -> {
        if (unannouncedGap && record instanceof LogRecord.Header header) {
          events.add(gapBefore(logged.offset(), header));
        }
        accept(logged, events);
      }
      case ACCEPT_AFTER_GAP -> {
        events.add(
            record instanceof LogRecord.Header header
                ? gapBefore(logged.offset(), header)
                : gap(logged.offset(), GapReason.MISSING, 0));
        accept(logged, events);
      }
      case GAP -> {
        inForce = null;
        if (left) {
          unannouncedGap = true;
        } else {
          events.add(gap(logged.offset(), GapReason.MISSING, 0));
        }
      }
      case WAITING, ZOMBIE, REPEATED -> {
        // no event for viewers
      }
    }
  }

  /**
   * Marks a session as ended because its publisher's node is gone; the caller notifies viewers. If
   * the log continues the session, viewers continue with its next part.
   *
   * @param lost session number
   * @return false when there is nothing to notify: the session has ended, is marked already, or is
   *     not the last one read
   */
  public boolean leave(long lost) {
    if (left || ended || (session != NO_SESSION && session != lost)) {
      return false;
    }
    left = true;
    return true;
  }

  private ChannelEvent gapBefore(long offset, LogRecord.Header header) {
    GapReason reason = header.session() == session ? GapReason.MISSING : GapReason.PUBLISHER_LOST;
    long chunks = lastChunk == NO_CHUNK ? 0 : Math.max(header.chunk() - lastChunk, 1);
    return gap(offset, reason, chunks);
  }

  private void accept(LoggedRecord logged, List<ChannelEvent> events) {
    if (logged.record() instanceof LogRecord.Header header) {
      unannouncedGap = false;
      inForce = new InForce(logged.offset(), header);
      lastChunk = header.chunk();
      session = header.session();
      ended = false;
    } else if (logged.record() instanceof LogRecord.Part part) {
      play(logged.offset(), part, events);
    } else if (logged.record() instanceof LogRecord.End end && end.session() == session) {
      inForce = null;
      ended = true;
      if (!left) {
        boolean mayReturn = DisconnectPolicy.mayReturn(end.reason());
        events.add(new SessionEnded(logged.offset(), mayReturn, frames.end(end.reason())));
      }
    }
  }

  private void play(long offset, LogRecord.Part part, List<ChannelEvent> events) {
    InForce chunk = inForce;
    // Invariant: the part is the next one of this chunk, or RecordSequence had not accepted it.
    if (chunk != null && part.part() == 0) {
      chunk.firstPtsUs = part.ptsUs();
      events.add(opened(chunk, offset));
    } else if (chunk != null && left) {
      events.add(new ChunkResumed(opened(chunk, offset)));
    }
    left = false;
    SharedFrame frame = SharedFrame.binary(part.data(), memory);
    metrics.part(frame.size());
    events.add(new PartArrived(offset, part.chunk(), part.ptsUs(), frame));
  }

  private ChunkOpened opened(InForce chunk, long offset) {
    LogRecord.Header header = chunk.header;
    Position position = new Position(log, chunk.offset);
    return new ChunkOpened(
        offset,
        position,
        header.chunk(),
        header.disc(),
        header.mime(),
        header.init(),
        frames.start(header, position),
        SharedFrame.binary(header.init(), memory),
        frames.chunk(header, position, chunk.firstPtsUs));
  }

  private ChannelEvent gap(long offset, GapReason reason, long chunks) {
    return new GapFound(offset, reason, frames.gap(reason, chunks, null));
  }
}
