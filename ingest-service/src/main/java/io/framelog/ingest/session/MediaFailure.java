package io.framelog.ingest.session;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.media.codec.CodecException;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.packet.WorkerFailedException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Maps an exception of a step over a publisher's media to the end of the publisher's connection. A
 * failure ends only that connection.
 */
final class MediaFailure {
  private static final Logger LOG = Logger.getLogger(MediaFailure.class);

  private MediaFailure() {}

  /**
   * Runs a step.
   *
   * @param bytesConsumed the position that is reported for a codec error
   * @return how the connection is to end; empty when the step succeeded
   */
  static Optional<SourceEnd> guard(Runnable step, LongSupplier bytesConsumed, String connection) {
    try {
      step.run();
      return Optional.empty();
    } catch (ContainerException e) {
      return ended(
          EndReason.valueOf(e.reason().name()), String.valueOf(e.getMessage()), e.byteOffset());
    } catch (CodecException e) {
      long byteOffset = bytesConsumed.getAsLong();
      return ended(EndReason.MALFORMED, e.getMessage() + " before byte " + byteOffset, byteOffset);
    } catch (WorkerFailedException e) {
      return ended(EndReason.WORKER_FAILED, String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      LOG.errorf(e, "session failed connection=%s", connection);
      return ended(EndReason.INTERNAL, "internal error, see the node's log", null);
    }
  }

  private static Optional<SourceEnd> ended(
      EndReason reason, String detail, @Nullable Long byteOffset) {
    return Optional.of(new SourceEnd(reason, detail, byteOffset));
  }
}
