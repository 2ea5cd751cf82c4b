package io.framelog.ingest.demux;

import io.framelog.ingest.source.AddressBound;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.worker.Workers;
import io.framelog.media.container.ContainerDetector;
import io.framelog.media.container.Detection;
import io.framelog.media.container.FfmpegContainer;
import io.framelog.media.container.ParsedContainer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the first bytes of a container until {@link ContainerDetector} knows it, then delegates
 * to the demuxer for it.
 *
 * <pre>
 *   first bytes ─┬─ ParsedContainer: MP4, Matroska, … ─────▶ ParserDemuxer
 *                └─ FfmpegContainer: MPEG-TS, FLV, Ogg, … ─▶ WorkerDemuxer
 * </pre>
 */
final class SniffingDemuxer implements Demuxer {
  private final Context context;
  private final Workers workers;
  private final HeaderlessPlace headerless;
  private final ByteBuffer head =
      ByteBuffer.allocate(ContainerDetector.MAX_HEAD_BYTES).limit(ContainerDetector.HEAD_BYTES);

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
    while (chosen == null && !over && bytes.hasRemaining()) {
      collect(bytes);
      if (!head.hasRemaining()) {
        decide(ContainerDetector.detect(head.duplicate().flip(), false));
      }
    }
    Demuxer demuxer = chosen;
    if (demuxer != null && bytes.hasRemaining()) {
      demuxer.feed(bytes);
    }
  }

  private void collect(ByteBuffer bytes) {
    int length = Math.min(head.remaining(), bytes.remaining());
    head.put(bytes.duplicate().limit(bytes.position() + length));
    bytes.position(bytes.position() + length);
  }

  private void decide(Detection detected) {
    if (detected instanceof ParsedContainer container) {
      choose(new ParserDemuxer(context, () -> container.parser(context.limits())));
    } else if (detected instanceof FfmpegContainer container) {
      openWorker(container);
    } else if (detected instanceof Detection.MoreNeeded more) {
      head.limit(more.headBytes());
    } else if (detected instanceof Detection.Unsupported unsupported) {
      over = true;
      context
          .listener()
          .step(
              () -> {
                throw unsupported.error();
              });
    }
  }

  private void openWorker(FfmpegContainer container) {
    String label = container.label();
    if (!headerless.take(context.source().remoteAddress())) {
      refuse(
          EndReason.TOO_MANY_FROM_ADDRESS,
          "more than "
              + share(workers)
              + " connections of "
              + label
              + " and the like without a complete header from "
              + context.source().remoteAddress().orElse(""));
      return;
    }
    WorkerDemuxer.open(workers, container.ffmpegName(), context)
        .ifPresentOrElse(
            this::choose,
            () ->
                refuse(
                    EndReason.TOO_MANY_CONNECTIONS,
                    "this node reads at most "
                        + workers.max()
                        + " publishers of "
                        + label
                        + " and the like (framelog.ingest.workers.max)"));
  }

  private void refuse(EndReason reason, String detail) {
    over = true;
    context.listener().onFailed(new SourceEnd(reason, detail));
  }

  private void choose(Demuxer demuxer) {
    chosen = demuxer;
    if (paused) {
      // From now on only the demuxer pauses and resumes the source.
      context.source().resume();
      demuxer.pause();
    }
    demuxer.feed(head.flip());
  }

  @Override
  public void restart() {
    if (over) {
      return;
    }
    head.clear().limit(ContainerDetector.HEAD_BYTES);
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
    if (chosen == null) {
      decideAtEnd(orderly);
    }
    if (chosen == null) {
      context.listener().onDrained();
    } else {
      chosen.finish(orderly);
    }
  }

  /** A head that is short because the connection broke is no error. */
  private void decideAtEnd(boolean orderly) {
    boolean isShort = head.position() < ContainerDetector.HEAD_BYTES;
    Detection detected = ContainerDetector.detect(head.duplicate().flip(), true);
    if (orderly || !isShort || !(detected instanceof Detection.Unsupported)) {
      decide(detected);
    }
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
