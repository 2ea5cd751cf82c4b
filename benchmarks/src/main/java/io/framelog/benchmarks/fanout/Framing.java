package io.framelog.benchmarks.fanout;

import java.nio.ByteBuffer;

/** How a publisher's pieces lie on the wire. */
enum Framing {
  /** Fragmented MP4 as it is: what Framelog's ingest and ffmpeg take. */
  PLAIN {
    @Override
    ByteBuffer wrap(Kind kind, ByteBuffer piece) {
      return piece;
    }
  },
  /**
   * For servers that shall not parse media: a length (4 bytes, big endian, of what follows), a kind
   * (1 byte), the piece.
   */
  LENGTHS {
    @Override
    ByteBuffer wrap(Kind kind, ByteBuffer piece) {
      ByteBuffer framed = ByteBuffer.allocate(5 + piece.remaining());
      framed.putInt(1 + piece.remaining()).put(kind.wire).put(piece);
      return framed.flip();
    }
  };

  /** What a piece is. */
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
