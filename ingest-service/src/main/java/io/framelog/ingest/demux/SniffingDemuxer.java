package io.framelog.ingest.demux;

import io.framelog.ingest.source.AddressBound;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.worker.Workers;
import io.framelog.media.container.ContainerSniffer;
import io.framelog.media.container.FfmpegContainer;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Detects a container by its first bytes, then delegates to the demuxer for it.
 *
 * <pre>
 *   first 16 bytes ─┬─ MP4, Matroska, … ───────▶ ParserDemuxer
 *                   └─ MPEG-TS, FLV, Ogg, … ───▶ WorkerDemuxer
 * </pre>
 *
 * <p>When the first 16 bytes are none of these, the first 580 are examined: they may be MPEG-TS
 * that begins within a packet.
 */
final class SniffingDemuxer implements Demuxer {
  private final Context context;
  private final Workers workers;
  private final HeaderlessPlace headerless;
  private final ByteBuffer head =
      ByteBuffer.allocate(FfmpegContainer.LONG_HEAD_BYTES).limit(FfmpegContainer.HEAD_BYTES);

  private @Nullable Demuxer chosen;
  private boolean paused;
  private boolean over;

  /**
   * @param headerless counts the connections of each address that hold a worker and have sent no
   *     complete header
   */
  SniffingDemuxer(Context context, Workers workers, AddressBound headerless) {
    this.context = context;
    this.workers = workers;
    this.headerless = new HeaderlessPlace(headerless);
  }

  /**
   * Workers that the connections of one address may hold without a header; the rest is for others.
   */
  static int share(Workers workers) {
    return Math.max(1, workers.max() / 2);
  }

  @Override
  public void feed(ByteBuffer bytes) {
    Demuxer known = chosen;
    if (known != null) {
      known.feed(bytes);
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
    Demuxer demuxer = choose();
    if (demuxer != null) {
      demuxer.feed(head.flip());
      if (bytes.hasRemaining()) {
        demuxer.feed(bytes);
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

  /** Null where the publisher was refused. */
  private @Nullable Demuxer choose() {
    ByteBuffer first = head.duplicate().flip();
    Optional<FfmpegContainer> container =
        first.remaining() == FfmpegContainer.HEAD_BYTES
            ? FfmpegContainer.of(first)
            : FfmpegContainer.within(first);
    if (container.isEmpty()) {
      return choose(parser());
    }
    String label = container.get().label();
    if (!headerless.take(context.source().remoteAddress())) {
      return refuse(
          new SourceEnd(
              EndReason.TOO_MANY_FROM_ADDRESS,
              "more than "
                  + share(workers)
                  + " connections of "
                  + label
                  + " and the like without a complete header from "
                  + context.source().remoteAddress().orElse("")));
    }
    Optional<WorkerDemuxer> opened =
        WorkerDemuxer.open(workers, container.get().ffmpegName(), context);
    return opened.isPresent()
        ? choose(opened.get())
        : refuse(
            new SourceEnd(
                EndReason.TOO_MANY_CONNECTIONS,
                "this node reads at most "
                    + workers.max()
                    + " publishers of "
                    + label
                    + " and the like (framelog.ingest.workers.max)"));
  }

  private ParserDemuxer parser() {
    return new ParserDemuxer(context, () -> ContainerSniffer.create(context.limits()));
  }

  private @Nullable Demuxer refuse(SourceEnd end) {
    over = true;
    context.listener().onFailed(end);
    return null;
  }

  private Demuxer choose(Demuxer demuxer) {
    chosen = demuxer;
    if (paused) {
      // From now on only the demuxer pauses and resumes the source.
      context.source().resume();
      demuxer.pause();
    }
    return demuxer;
  }

  @Override
  public void restart() {
    if (over) {
      return;
    }
    head.clear().limit(FfmpegContainer.HEAD_BYTES);
    Demuxer before = chosen;
    chosen = null;
    if (before != null) {
      before.close();
    }
    // A worker may have paused the source.
    if (paused) {
      context.source().pause();
    } else {
      context.source().resume();
    }
  }

  @Override
  public void finish(boolean orderly) {
    if (over) {
      return;
    }
    Demuxer demuxer = chosen;
    if (demuxer == null) {
      // Too short to be detected: the parser reports the error.
      demuxer = choose(parser());
      if (head.position() > 0) {
        demuxer.feed(head.flip());
      }
    }
    demuxer.finish(orderly);
  }

  @Override
  public void admitted() {
    headerless.headerComplete();
  }

  @Override
  public void pause() {
    paused = true;
    if (chosen == null) {
      context.source().pause();
    } else {
      chosen.pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (chosen == null) {
      context.source().resume();
    } else {
      chosen.resume();
    }
  }

  @Override
  public void close() {
    over = true;
    headerless.leave();
    if (chosen != null) {
      chosen.close();
    }
  }

  @Override
  public boolean isComplete() {
    return chosen != null && chosen.isComplete();
  }

  @Override
  public long bytesConsumed() {
    return chosen == null ? head.position() : chosen.bytesConsumed();
  }

  @Override
  public boolean isStarting() {
    return chosen != null && chosen.isStarting();
  }
}
