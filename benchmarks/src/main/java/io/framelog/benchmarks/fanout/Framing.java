package io.framelog.benchmarks.fanout;

import java.nio.ByteBuffer;

/** Wire format of a publisher's pieces. */
enum Framing {
  /** Unchanged fragmented MP4, for Framelog's ingest and ffmpeg. */
  PLAIN {
    @Override
    ByteBuffer wrap(Kind kind, ByteBuffer piece) {
      return piece;
    }
  },
  /**
   * For servers that do not parse media: the length of the rest (4 bytes, big endian), a kind (1
   * byte), the piece.
   */
  LENGTHS {
    @Override
    ByteBuffer wrap(Kind kind, ByteBuffer piece) {
      ByteBuffer framed = ByteBuffer.allocate(5 + piece.remaining());
      framed.putInt(1 + piece.remaining()).put(kind.wire).put(piece);
      return framed.flip();
    }
  };

  /** Kind of a piece. */
  enum Kind {
    INIT(0),
    KEYFRAME(1),
    FRAME(2);

    private final byte wire;

    Kind(int wire) {
      this.wire = (byte) wire;
    }
  }

  abstract ByteBuffer wrap(Kind kind, ByteBuffer piece);
}
