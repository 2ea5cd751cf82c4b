package io.framelog.media.container.fmp4;

import java.nio.ByteBuffer;

/** Gives top-level boxes a meaning; {@link BoxReader} knows their syntax alone. */
interface BoxHandler {
  /** What the reader does with a box's body. */
  enum BodyUse {
    /** Collect it and hand it over whole: the handler has checked that the size is in bounds. */
    BUFFER,
    /** Hand every byte on as it comes. */
    STREAM,
    /** Pass over it; nothing is kept. */
    SKIP
  }

  /** A header has been read; refuses by throwing, before anything is allocated for the body. */
  BodyUse boxFound(BoxHeader header);

  /** The whole body of a box to be buffered; valid only during the call. */
  void boxRead(BoxHeader header, BoxBody body);

  /**
   * Bytes of a box to be streamed, from the buffer's position to its limit, all to be consumed.
   *
   * @param offset of the first of them in the publisher's bytes
   */
  void bodyArrived(BoxHeader header, long offset, ByteBuffer bytes);
}
