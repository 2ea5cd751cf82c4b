package io.framelog.ingest.source.foreign;

import io.framelog.ingest.source.AddressBound;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.ingest.worker.Workers;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.ContainerSniffer;
import io.framelog.media.container.FfmpegContainer;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.PacketStreamParser;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source whose container is told by its first bytes, which decide the way of all the others.
 *
 * <pre>
 *   first 16 bytes ─┬─ MP4, Matroska, … ───────▶ NativeRoute ─▶ session
 *                   └─ MPEG-TS, FLV, Ogg, … ───▶ WorkerRoute ─▶ session
 * </pre>
 *
 * <p>Of bytes that are none of these the first 580 are looked at: they may be MPEG-TS that begins
 * within a packet.
 *
 * <p>It stands for the source towards the session and for the session towards the source. On the
 * connection's event loop.
 */
final class SniffedSource implements Source, SourceListener {
  private final Source source;
  private final EventLoop loop;
  private final Workers workers;
  private final HeaderlessPlace headerless;
  private final ParserLimits limits;
  private LateParser parser;
  private final ByteBuffer head =
      ByteBuffer.allocate(FfmpegContainer.LONG_HEAD_BYTES).limit(FfmpegContainer.HEAD_BYTES);

  private @Nullable SourceListener session;
  private @Nullable Route route;
  private boolean paused;
  private boolean over;

  /**
   * @param headerless counts the connections of each address that hold a worker and have sent no
   *     complete header
   */
  SniffedSource(
      Source source,
      EventLoop loop,
      Workers workers,
      AddressBound headerless,
      ParserLimits limits) {
    this.source = source;
    this.loop = loop;
    this.workers = workers;
    this.headerless = new HeaderlessPlace(headerless);
    this.limits = limits;
    this.parser = new LateParser(ContainerSniffer.create(limits));
  }

  /** Workers that connections without a header may hold from one address: others find one too. */
  static int share(Workers workers) {
    return Math.max(1, workers.max() / 2);
  }

  /** The session is there: answers what the source is to give its bytes to. */
  SourceListener handTo(SourceListener listener) {
    session = listener;
    return this;
  }

  @Override
  public void onBytes(ByteBuffer bytes) {
    Route known = route;
    if (known != null) {
      known.onBytes(bytes);
      return;
    }
    fillHead(bytes);
    if (!head.hasRemaining() && isUnknown()) {
      head.limit(head.capacity());
      fillHead(bytes);
    }
    if (head.hasRemaining() || over) {
      return;
    }
    Route chosen = choose();
    if (chosen != null) {
      chosen.onBytes(head.flip());
      if (bytes.hasRemaining()) {
        chosen.onBytes(bytes);
      }
    }
  }

  private void fillHead(ByteBuffer bytes) {
    while (head.hasRemaining() && bytes.hasRemaining()) {
      head.put(bytes.get());
    }
  }

  private boolean isUnknown() {
    return head.limit() == FfmpegContainer.HEAD_BYTES
        && ContainerSniffer.isUnknown(head.duplicate().flip());
  }

  private @Nullable Route choose() {
    ByteBuffer first = head.duplicate().flip();
    Optional<FfmpegContainer> foreign =
        first.remaining() == FfmpegContainer.HEAD_BYTES
            ? FfmpegContainer.of(first)
            : FfmpegContainer.within(first);
    if (foreign.isEmpty()) {
      return route(new NativeRoute(source, session()));
    }
    String label = foreign.get().label();
    if (!headerless.take(source.remoteAddress())) {
      return refuse(
          new SourceEnd(
              EndReason.TOO_MANY_FROM_ADDRESS,
              "more than "
                  + share(workers)
                  + " connections of "
                  + label
                  + " and the like without a complete header from "
                  + remoteAddress().orElse("")));
    }
    Optional<WorkerRoute> opened =
        WorkerRoute.open(workers, foreign.get().ffmpegName(), source, session(), loop, limits);
    if (opened.isEmpty()) {
      return refuse(
          new SourceEnd(
              EndReason.TOO_MANY_CONNECTIONS,
              "this node reads at most "
                  + workers.max()
                  + " publishers of "
                  + label
                  + " and the like (framelog.ingest.workers.max)"));
    }
    parser.replace(new PacketStreamParser(limits));
    return route(opened.get());
  }

  private @Nullable Route refuse(SourceEnd end) {
    over = true;
    session().onRefused(end);
    return null;
  }

  private Route route(Route chosen) {
    route = chosen;
    if (paused) {
      // From now on the route alone says when the source is read.
      source.resume();
      chosen.pause();
    }
    return chosen;
  }

  private SourceListener session() {
    SourceListener listener = session;
    if (listener == null) {
      throw new IllegalStateException("bytes before there is a session");
    }
    return listener;
  }

  /** Too short to be told: the parser says so. */
  private Route tooShort() {
    Route chosen = route(new NativeRoute(source, session()));
    if (head.position() > 0) {
      chosen.onBytes(head.flip());
    }
    return chosen;
  }

  @Override
  public void onRestart() {
    if (over) {
      return;
    }
    parser = new LateParser(ContainerSniffer.create(limits));
    head.clear().limit(FfmpegContainer.HEAD_BYTES);
    Route before = route;
    route = null;
    if (before == null) {
      session().onRestart();
    } else {
      before.onRestart();
    }
    if (paused) {
      source.pause();
    } else {
      source.resume();
    }
  }

  @Override
  public void onFinished() {
    if (!over) {
      (route == null ? tooShort() : route).onFinished();
    }
  }

  @Override
  public void onDisconnected(String detail) {
    if (!over) {
      (route == null ? tooShort() : route).onDisconnected(detail);
    }
  }

  @Override
  public void onRefused(SourceEnd end) {
    if (!over) {
      (route == null ? tooShort() : route).onRefused(end);
    }
  }

  @Override
  public String kind() {
    return source.kind();
  }

  @Override
  public String connection() {
    return source.connection();
  }

  @Override
  public Optional<String> remoteAddress() {
    return source.remoteAddress();
  }

  @Override
  public String query() {
    return source.query();
  }

  @Override
  public boolean announcesEnd() {
    return source.announcesEnd();
  }

  @Override
  public void admitted() {
    headerless.headerComplete();
    source.admitted();
  }

  @Override
  public void ignoredTracks(List<IgnoredTrackInfo> tracks) {
    source.ignoredTracks(tracks);
  }

  @Override
  public void claimed(long session) {
    source.claimed(session);
  }

  @Override
  public ContainerParser parser(ParserLimits ignored) {
    return parser;
  }

  @Override
  public boolean isStartingReader() {
    return route != null && route.isStarting();
  }

  @Override
  public void pause() {
    paused = true;
    if (route == null) {
      source.pause();
    } else {
      route.pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (route == null) {
      source.resume();
    } else {
      route.resume();
    }
  }

  @Override
  public void close(SourceEnd end) {
    over = true;
    headerless.leave();
    if (route != null) {
      route.close();
    }
    source.close(end);
  }
}
