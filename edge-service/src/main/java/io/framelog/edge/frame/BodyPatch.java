package io.framelog.edge.frame;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * What one HTTP body says otherwise than the frames it shares with others: a few bytes near the
 * beginning of a payload. They are copied for that body, the rest is sent from the shared memory.
 * Confined to the body's event loop.
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
          // there is no copy
        }
      };

  /**
   * Looks at the payload that is written next.
   *
   * @param payload of a frame, position and limit around it; only absolute reads are allowed
   * @return how many bytes at its beginning are to be copied, 0 when it is sent as it is
   */
  int copiedBytes(ByteBuffer payload);

  /**
   * Changes the copy of the payload that was looked at last.
   *
   * @param start index of the payload's first byte in the copy
   */
  void change(ByteBuf copy, int start);
}
