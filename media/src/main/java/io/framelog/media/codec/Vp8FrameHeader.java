package io.framelog.media.codec;

import java.nio.ByteBuffer;

/**
 * The uncompressed start of a VP8 key frame, RFC 6386 §9.1.
 *
 * @param width pixels, 0..16383
 * @param height pixels, 0..16383
 */
record Vp8FrameHeader(int width, int height) {
  private static final int KEYFRAME_HEADER_BYTES = 10;
  private static final int START_CODE = 0x9d012a;

  static boolean isKeyframe(ByteBuffer frame) {
    return frame.remaining() >= KEYFRAME_HEADER_BYTES
        && (frame.get(frame.position()) & 1) == 0
        && startCode(frame) == START_CODE;
  }

  static Vp8FrameHeader parse(ByteBuffer frame) {
    if (!isKeyframe(frame)) {
      throw new CodecException("VP8: not a key frame, expected start code 9d012a at byte 3");
    }
    int at = frame.position() + 6;
    return new Vp8FrameHeader(u14(frame, at), u14(frame, at + 2));
  }

  private static int startCode(ByteBuffer frame) {
    int at = frame.position() + 3;
    return (frame.get(at) & 0xff) << 16
        | (frame.get(at + 1) & 0xff) << 8
        | (frame.get(at + 2) & 0xff);
  }

  /** Little-endian; the two highest bits are a scaling hint. */
  private static int u14(ByteBuffer frame, int at) {
    return (frame.get(at) & 0xff) | (frame.get(at + 1) & 0x3f) << 8;
  }
}
