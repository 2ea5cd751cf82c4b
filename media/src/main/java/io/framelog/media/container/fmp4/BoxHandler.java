package io.framelog.media.container.fmp4;

import java.nio.ByteBuffer;

/** Interprets top-level boxes; {@link BoxReader} only parses their syntax. */
interface BoxHandler {
  /** What the reader does with a box's body. */
  enum BodyUse {
    /** Collect it and pass it as a whole; the handler has checked its size. */
    BUFFER,
    /** Pass the bytes as they arrive. */
    STREAM,
    /** Skip it; nothing is kept. */
    SKIP
  }

  /** A header was read. May throw to refuse the box, before memory for the body is allocated. */
  BodyUse boxFound(BoxHeader header);

  /** The whole body of a box to be buffered; valid only during the call. */
  void boxRead(BoxHeader header, BoxBody body);

  /**
   * Bytes of a streamed box, from the buffer's position to its limit; all must be consumed.
   *
   * @param offset of the first byte in the publisher's bytes
   */
  void bodyArrived(BoxHeader header, long offset, ByteBuffer bytes);
}
