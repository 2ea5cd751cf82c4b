package io.framelog.edge.http;

import io.framelog.edge.channel.ChannelEvent;
import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.GapFound;
import io.framelog.edge.channel.ChannelEvent.PartArrived;
import io.framelog.edge.channel.ChannelEvent.StreamOffline;
import io.framelog.edge.channel.ChannelMetrics;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.connection.JoinTime;
import io.framelog.edge.connection.ResponseWatch;
import io.framelog.edge.connection.ViewerQueue;
import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.log.StreamId;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An endless response that forms one file: an init segment, then the parts of consecutive chunks
 * with that init segment, with times from 0 on. When the media cannot continue the file, the body
 * ends, and the player sends a new request.
 *
 * <pre>
 *   WAITING ── chunk opened: head, init ──▶ PLAYING ── part ──▶ queue
 *     │                                      │      └── full: queue dropped ───────────┐
 *     │                                      └ session end, other header, gap, skip    │
 *     │                                      ▼                                         ▼
 *     └── nobody publishes, other ────────▶ ENDING ── queue is empty ──────────────▶ OVER
 *         container, too long: refused ──────────────────────────────────────────────▶ ┘
 * </pre>
 *
 * Confined to its event loop.
 */
final class ProgressiveViewer implements HttpViewer, ResponseWatch.Response {
  private static final int NO_CODE = 1000;

  /**
   * The request.
   *
   * @param queueBytes that may be queued for the client
   * @param nobody supplies the response when nobody publishes
   */
  record Request(
      StreamId stream, MediaContainer container, long queueBytes, Supplier<Refusal> nobody) {}

  private enum State {
    WAITING,
    PLAYING,
    ENDING,
    OVER
  }

  private final HttpServerResponse response;
  private final FrameWriter writer;
  private final Request request;
  private final ViewerQueue queue;
  private final FirstParts firstParts;
  private final ChannelMetrics metrics;
  private final JoinTime joinTime;
  private State state = State.WAITING;
  private @Nullable ChunkOpened given;
  private boolean moving;

  /**
   * @param timeline of the parts that the writer writes
   */
  ProgressiveViewer(
      HttpServerResponse response,
      FrameWriter writer,
      ResponseTimeline timeline,
      Request request,
      ChannelMetrics metrics) {
    this.response = response;
    this.writer = writer;
    this.request = request;
    this.queue = new ViewerQueue(writer, request.queueBytes(), metrics);
    this.firstParts = new FirstParts(timeline, this::sendPart);
    this.metrics = metrics;
    this.joinTime = new JoinTime(metrics);
  }

  @Override
  public void joining(long bytes) {
    queue.allow(bytes);
    joinTime.joining(bytes);
  }

  @Override
  public void deliver(ChannelEvent event) {
    if (event instanceof ChunkOpened opened) {
      open(opened);
    } else if (event instanceof PartArrived part) {
      play(part);
    } else if (event instanceof GapFound gap) {
      skip(gap.reason());
    } else if (state == State.PLAYING) {
      finish();
    } else if (event instanceof StreamOffline && state == State.WAITING) {
      refuse(request.nobody().get());
    }
  }

  private void open(ChunkOpened opened) {
    if (state == State.WAITING) {
      begin(opened);
    } else if (state == State.PLAYING && given != null) {
      if (!moving && follows(given, opened)) {
        given = opened;
      } else {
        finish();
      }
    }
  }

  private void begin(ChunkOpened opened) {
    if (!MediaContainer.ofMime(opened.mime()).filter(request.container()::equals).isPresent()) {
      refuse(Refusal.otherContainer(request.stream(), opened.mime()));
      return;
    }
    given = opened;
    state = State.PLAYING;
    ProgressiveHeaders.put(response, opened.mime());
    firstParts.begin(opened);
    send(opened.initFrame());
  }

  private static boolean follows(ChunkOpened before, ChunkOpened next) {
    return next.continues(before)
        && next.disc() == before.disc()
        && next.chunk() == before.chunk() + 1;
  }

  private void play(PartArrived part) {
    if (state == State.PLAYING) {
      firstParts.add(part);
    }
  }

  private void sendPart(SharedFrame part) {
    send(part);
    joinTime.part();
  }

  private void send(SharedFrame frame) {
    if (!queue.send(frame)) {
      metrics.gap(request.stream(), GapReason.SLOW);
      metrics.droppedForViewer(queue.clear() + 1);
      close();
    }
  }

  @Override
  public void skip(GapReason reason) {
    if (state == State.PLAYING) {
      metrics.gap(request.stream(), reason);
      finish();
    }
  }

  /** Ends the body after the queued frames, which still belong to the file. */
  private void finish() {
    firstParts.settle();
    if (state == State.PLAYING) {
      state = State.ENDING;
    }
    closeWhenEmpty();
  }

  private void closeWhenEmpty() {
    if (state == State.ENDING && queue.waitingBytes() == 0) {
      close();
    }
  }

  private void close() {
    gone();
    metrics.sent(queue.takeSentBytes());
    writer.close(NO_CODE, "the body is complete");
  }

  private void refuse(Refusal refusal) {
    gone();
    refusal.send(response);
  }

  /** Refuses the request if no chunk has begun in time. */
  void overdue() {
    if (state == State.WAITING) {
      refuse(Refusal.noKeyframe(request.stream()));
    }
  }

  @Override
  public boolean isCrowded() {
    return queue.isCrowded();
  }

  @Override
  public void flush() {
    // Also while ENDING: without the flush the socket would never drain, and the body never end.
    if (state == State.PLAYING || state == State.ENDING) {
      writer.flush();
      metrics.sent(queue.takeSentBytes());
    }
  }

  @Override
  public void drained() {
    queue.drain();
    metrics.sent(queue.takeSentBytes());
    closeWhenEmpty();
  }

  /** Ends the response after the present chunk, because the next edge begins with a chunk. */
  @Override
  public void move() {
    moving = true;
    if (state == State.WAITING) {
      end();
    }
  }

  @Override
  public void end() {
    if (state == State.WAITING) {
      refuse(Refusal.edgeShutsDown());
    } else if (state != State.OVER) {
      close();
    }
  }

  /** Bytes written to the socket so far. */
  @Override
  public long writtenBytes() {
    return queue.writtenBytes();
  }

  /** Whether no more frames are written. */
  @Override
  public boolean isOver() {
    return state == State.OVER;
  }

  @Override
  public long pendingBytes() {
    return writer.pendingBytes();
  }

  @Override
  public void abort() {
    writer.abort();
  }

  @Override
  public void gone() {
    state = State.OVER;
    firstParts.drop();
    queue.close();
  }
}
