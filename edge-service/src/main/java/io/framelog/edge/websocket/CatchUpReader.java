package io.framelog.edge.websocket;

import io.framelog.edge.channel.Channel;
import io.framelog.edge.channel.ChannelEvent;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.channel.LogCalls;
import io.framelog.edge.channel.RecordTranslator;
import io.framelog.edge.channel.ViewerSubscription;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.log.LogId;
import io.framelog.log.LogReader;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Serves one viewer in the past: reads the log piece by piece, as fast as its {@link Pace} and the
 * viewer's queue allow, until the channel's memory reaches back to the viewer's position.
 *
 * <pre>
 *             piece read                     all delivered
 *   READING ─────────────▶ DELIVERING ──────────────────────▶ does the channel reach back here?
 *      ▲                     │  ▲                                │ no             │ yes
 *      │                     ▼  │ tick                           ▼                ▼
 *      │                    pace or queue: wait               READING          caught up: live
 *      └─── tick, at the log's end
 * </pre>
 *
 * At most one piece is held. Confined to the viewer's event loop, except {@link #wake}.
 */
public final class CatchUpReader {
  /** Receives the result. One method is called once, on the viewer's event loop. */
  public interface Listener {
    /** The viewer has joined the channel. */
    void caughtUp(ViewerSubscription subscription);

    /** The past cannot be read any further; the viewer must join live. */
    void lost(GapReason reason);
  }

  private static final int PIECE_BYTES = 512 * 1024;

  /** Used when memory is short, so that more viewers progress at the same time. */
  private static final int SMALL_PIECE_BYTES = 64 * 1024;

  private static final int MAX_FAILURES = 100;
  private static final long MAX_WAITING_BYTES = 1024 * 1024;

  private final Channel channel;
  private final Viewer viewer;
  private final Executor loop;
  private final RecordTranslator translator;
  private final Pace pace;
  private final PlaybackClock clock;
  private final ReadBackMemory memory;
  private final LogCalls calls;
  private final Listener listener;
  private final ArrayDeque<ChannelEvent> piece = new ArrayDeque<>();
  private long next;
  private boolean stopped;
  private int failures;

  /**
   * @param translator of the log that is read
   * @param fromOffset offset of a header
   */
  public CatchUpReader(
      LogReader reader,
      Channel channel,
      Viewer viewer,
      Executor loop,
      RecordTranslator translator,
      long fromOffset,
      Pace pace,
      PlaybackClock clock,
      ReadBackMemory memory,
      Listener listener) {
    this.channel = channel;
    this.viewer = viewer;
    this.loop = loop;
    this.translator = translator;
    this.next = fromOffset;
    this.pace = pace;
    this.clock = clock;
    this.memory = memory;
    this.calls = new LogCalls(reader, channel.stream(), memory, loop);
    this.listener = listener;
  }

  public void start() {
    clock.add(this);
    advance();
  }

  /** Called at each tick. Any thread. */
  void wake() {
    loop.execute(this::advance);
  }

  private void advance() {
    if (stopped || calls.isPending()) {
      return;
    }
    deliver();
    if (!piece.isEmpty()) {
      return;
    }
    LogId log = translator.log();
    Optional<ViewerSubscription> subscription = channel.joinAt(viewer, loop, log, next);
    if (subscription.isPresent()) {
      stop();
      listener.caughtUp(subscription.get());
    } else if (channel.log().isPresent() && !channel.log().get().equals(log)) {
      lost(GapReason.RECREATED);
    } else {
      read();
    }
  }

  private void deliver() {
    long now = System.nanoTime();
    while (!piece.isEmpty() && viewer.waitingBytes() < MAX_WAITING_BYTES) {
      ChannelEvent event = piece.element();
      if (event instanceof PartArrived part && !pace.allows(part.ptsUs(), now)) {
        break;
      }
      piece.remove();
      viewer.deliver(event);
      event.release();
    }
    viewer.flush();
  }

  /** Without memory, the next tick tries again. */
  private void read() {
    int bytes = memory.isHalfUsed() ? SMALL_PIECE_BYTES : PIECE_BYTES;
    boolean ignored =
        calls.readPiece(new Position(translator.log(), next), bytes, this::arrived, this::failed);
  }

  private void arrived(List<LoggedRecord> records) {
    if (!records.isEmpty()) {
      failures = 0;
      piece.addAll(translator.translate(records));
      next = records.get(records.size() - 1).offset() + 1;
      advance();
    }
  }

  /** The next tick tries again. */
  private void failed(Throwable failure) {
    GapReason reason = StreamPlayer.reason(failure);
    if (reason != GapReason.EDGE || ++failures > MAX_FAILURES) {
      lost(reason);
    }
  }

  private void lost(GapReason reason) {
    stop();
    listener.lost(reason);
  }

  /** Releases everything; the listener is not called any more. Idempotent. */
  public void stop() {
    stopped = true;
    calls.cancel();
    clock.remove(this);
    piece.forEach(ChannelEvent::release);
    piece.clear();
  }
}
