package io.framelog.edge.frame;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * The bytes in which one HTTP body differs from the shared frames: a few near the beginning of a
 * payload. They are copied for that body; the rest is sent from shared memory. Confined to the
 * body's event loop.
 */
public interface BodyPatch {
  /** Changes nothing. */
  BodyPatch NONE =
      new BodyPatch() {
        @Override
        public int copiedBytes(ByteBuffer payload) {
          return 0;
        }

        @Override
        public void change(ByteBuf copy, int start) {
          // nothing is copied
        }
      };

  /**
   * Inspects the payload that is written next.
   *
   * @param payload of a frame, between position and limit; only absolute reads are allowed
   * @return how many bytes at its beginning must be copied, 0 when it is sent unchanged
   */
  int copiedBytes(ByteBuffer payload);

  /**
   * Changes the copy of the payload that was inspected last.
   *
   * @param start index of the payload's first byte in the copy
   */
  void change(ByteBuf copy, int start);
}
