package io.framelog.edge.channel;

import io.framelog.control.Departure;
import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.GapFound;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.channel.ChannelEvent.SessionEnded;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.edge.message.ServerMessage;
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
 * Turns a log's records, in order, into what viewers are given: applies the reading rules and makes
 * each frame once. Confined to one reader at a time.
 */
public final class RecordTranslator {
  private static final long NO_SESSION = -1;

  /** A header whose first part has not come yet. */
  private record Held(long offset, LogRecord.Header header) {}

  private final LogId log;
  private final ChannelMetrics metrics;
  private final ByteBufAllocator memory;
  private final RecordSequence sequence;
  private @Nullable Held held;
  private long session = NO_SESSION;
  private boolean ended;
  private boolean left;

  /** From a header on that the log's reader found. */
  public RecordTranslator(LogId log, ChannelMetrics metrics) {
    this(log, metrics, PooledByteBufAllocator.DEFAULT);
  }

  /**
   * The same.
   *
   * @param memory for the frames of media
   */
  public RecordTranslator(LogId log, ChannelMetrics metrics, ByteBufAllocator memory) {
    this(log, metrics, memory, new RecordSequence());
  }

  private RecordTranslator(
      LogId log, ChannelMetrics metrics, ByteBufAllocator memory, RecordSequence sequence) {
    this.log = log;
    this.metrics = metrics;
    this.memory = memory;
    this.sequence = sequence;
  }

  /** From the log's end on, without what stands before. */
  static RecordTranslator fromEnd(LogId log, ChannelMetrics metrics) {
    return new RecordTranslator(
        log, metrics, PooledByteBufAllocator.DEFAULT, RecordSequence.fromAnywhere());
  }

  public LogId log() {
    return log;
  }

  /** The caller owns the references of what it gets. */
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
        if (left && session != NO_SESSION && record instanceof LogRecord.Header) {
          events.add(gap(logged.offset(), GapReason.PUBLISHER_LOST));
        }
        accept(logged, events);
      }
      case ACCEPT_AFTER_GAP -> {
        events.add(gap(logged.offset(), whyBefore(record)));
        accept(logged, events);
      }
      case GAP -> {
        held = null;
        if (!left) {
          events.add(gap(logged.offset(), GapReason.MISSING));
        }
      }
      case WAITING, ZOMBIE, REPEATED -> {
        // nothing a viewer can use
      }
    }
  }

  /**
   * Gives a session up whose publisher is gone: its parts are left out, until a header, its own or
   * another's, shows that somebody publishes.
   *
   * @param lost session number
   * @return false when viewers have nothing to be told: it is over, given up already, or not the
   *     last one read
   */
  boolean leave(long lost) {
    if (left || ended || (session != NO_SESSION && session != lost)) {
      return false;
    }
    left = true;
    held = null;
    return true;
  }

  private GapReason whyBefore(LogRecord record) {
    return record instanceof LogRecord.Header header && header.session() != session
        ? GapReason.PUBLISHER_LOST
        : GapReason.MISSING;
  }

  private void accept(LoggedRecord logged, List<ChannelEvent> events) {
    if (logged.record() instanceof LogRecord.Header header) {
      held = new Held(logged.offset(), header);
      session = header.session();
      ended = false;
      left = false;
    } else if (logged.record() instanceof LogRecord.Part part && !left) {
      if (held != null) {
        events.add(opened(held, logged.offset(), part));
        held = null;
      }
      SharedFrame frame = SharedFrame.binary(part.data(), memory);
      metrics.part(frame.size());
      events.add(new PartArrived(logged.offset(), part.chunk(), part.ptsUs(), frame));
    } else if (logged.record() instanceof LogRecord.End end && end.session() == session) {
      held = null;
      ended = true;
      if (!left) {
        SharedFrame frame = new ServerMessage.End(end.reason()).frame();
        boolean mayReturn = Departure.mayReturn(end.reason());
        events.add(new SessionEnded(logged.offset(), mayReturn, frame));
      }
    }
  }

  private ChunkOpened opened(Held held, long offset, LogRecord.Part first) {
    LogRecord.Header header = held.header();
    Position position = new Position(log, held.offset());
    String at = position.toString();
    return new ChunkOpened(
        offset,
        position,
        header.chunk(),
        header.disc(),
        header.mime(),
        header.init(),
        new ServerMessage.Start(header.session(), header.mime(), header.tracks(), at).frame(),
        SharedFrame.binary(header.init(), memory),
        new ServerMessage.Chunk(
                at, header.chunk(), header.wallClockMs(), first.ptsUs(), header.spacingMs())
            .frame());
  }

  private static ChannelEvent gap(long offset, GapReason reason) {
    return new GapFound(offset, reason, new ServerMessage.Gap(reason.wireName(), 0).frame());
  }
}
