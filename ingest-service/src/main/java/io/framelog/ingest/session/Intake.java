package io.framelog.ingest.session;

import io.framelog.controlplane.StreamLimits;
import io.framelog.ingest.PublisherLimits;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.media.MediaEventSink;
import io.framelog.media.codec.CodecException;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.WorkerFailedException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher's bytes pass on their way to being events: the limits and the parser. Whatever
 * is wrong with them, or with what is made of them, is the end of this connection alone. One
 * thread.
 */
final class Intake {
  private static final Logger LOG = Logger.getLogger(Intake.class);

  private final Source source;
  private final ParserLimits parserLimits;
  private final LimitWatch limits;
  private final Supplier<Optional<SourceEnd>> admission;
  private final LongSupplier nanoTime;
  private ContainerParser parser;

  /**
   * @param limits of the node
   * @param admission asked once, when the header is complete, why this publisher may not stay
   * @param nanoTime {@link io.framelog.ingest.source.EventLoop#nanoTime()}
   */
  Intake(
      Source source,
      ParserLimits parserLimits,
      PublisherLimits limits,
      Supplier<Optional<SourceEnd>> admission,
      LongSupplier nanoTime) {
    this.source = source;
    this.parserLimits = parserLimits;
    this.limits = new LimitWatch(limits, nanoTime.getAsLong());
    this.admission = admission;
    this.nanoTime = nanoTime;
    this.parser = source.parser(parserLimits);
  }

  /**
   * Parses bytes that came.
   *
   * @param heldNanos for how long in all the publisher could not send because of us
   * @return how the connection is to end, if it is
   */
  Optional<SourceEnd> feed(ByteBuffer bytes, long heldNanos, MediaEventSink sink) {
    Optional<SourceEnd> tooFast = limits.read(bytes.remaining(), heldNanos, nanoTime.getAsLong());
    return tooFast.isPresent() ? tooFast : guarded(() -> parser.feed(bytes, sink));
  }

  /** What comes next begins with a container's header. */
  void restart() {
    parser = source.parser(parserLimits);
  }

  /** Nothing more comes. */
  Optional<SourceEnd> finish(MediaEventSink sink) {
    return guarded(() -> parser.finish(sink));
  }

  /** Whether the container itself said that it is over. */
  boolean isComplete() {
    return parser.isComplete();
  }

  /**
   * The header is complete and the stream known, whose limits count from here on, also for the
   * header just read.
   */
  Optional<SourceEnd> enter(StreamLimits stream, int tracks) {
    limits.enter(stream, nanoTime.getAsLong());
    return limits.header(parser.bytesConsumed()).or(() -> limits.tracks(tracks)).or(admission);
  }

  /** Tracks were announced anew. */
  Optional<SourceEnd> tracksChanged(int tracks) {
    return limits.tracks(tracks);
  }

  /** What holds for this publisher. */
  PublisherLimits limits() {
    return limits.limits();
  }

  /** Runs a step over the publisher's media. */
  Optional<SourceEnd> guarded(Runnable step) {
    try {
      step.run();
      return Optional.empty();
    } catch (ContainerException e) {
      return ended(
          EndReason.valueOf(e.reason().name()), String.valueOf(e.getMessage()), e.byteOffset());
    } catch (CodecException e) {
      long byteOffset = parser.bytesConsumed();
      return ended(EndReason.MALFORMED, e.getMessage() + " before byte " + byteOffset, byteOffset);
    } catch (WorkerFailedException e) {
      return ended(EndReason.WORKER_FAILED, String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      LOG.errorf(e, "session failed connection=%s", source.connection());
      return ended(EndReason.INTERNAL, "internal error, see the node's log", null);
    }
  }

  private static Optional<SourceEnd> ended(
      EndReason reason, String detail, @Nullable Long byteOffset) {
    return Optional.of(new SourceEnd(reason, detail, byteOffset));
  }
}
