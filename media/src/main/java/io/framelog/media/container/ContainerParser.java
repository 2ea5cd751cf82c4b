package io.framelog.media.container;

import io.framelog.media.MediaEventSink;
import java.nio.ByteBuffer;

/**
 * Turns a publisher's bytes into media events, in slices of any size.
 *
 * <p>Resumable at any byte; no byte is parsed twice. Not thread-safe. After an exception the parser
 * must not be fed again.
 */
public interface ContainerParser {
  /**
   * Consumes all of {@code input}.
   *
   * @throws ContainerException when the bytes are not a stream that this parser supports
   */
  void feed(ByteBuffer input, MediaEventSink sink);

  /**
   * Must be called when the publisher has closed.
   *
   * @throws ContainerException with reason TRUNCATED when no track was found
   */
  void finish(MediaEventSink sink);

  /**
   * Whether the container has signalled its end; many never do.
   *
   * @see <a href="https://www.iso.org/standard/83102.html">ISO/IEC 14496-12 §8.8.9, mfra</a>
   */
  default boolean isComplete() {
    return false;
  }

  /** Bytes consumed so far. */
  long bytesConsumed();
}
