package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.io.ByteArrayOutputStream;

/**
 * An Opus packet that decodes to 20 ms of silence, RFC 6716: one CELT frame of full bandwidth whose
 * first symbol is the silence flag (§4.3). Decoders would treat an empty frame as lost and conceal
 * it with previous audio.
 */
final class OpusSilence {
  static final int SAMPLES = 960;

  /** CELT, full bandwidth, 20 ms, one frame in the packet; §3.1. */
  private static final int MONO = 31 << 3;

  private static final int STEREO = MONO | 1 << 2;

  /** The range coder's output for a set silence flag. */
  private static final byte[] FRAME = {(byte) 0xff, (byte) 0xfe};

  private OpusSilence() {}

  /**
   * The packet of a channel mapping: with several streams, all but the last contain their length.
   */
  static Bytes packet(OpusHead head) {
    boolean mapped = head.mappingFamily() != 0;
    int streams = mapped ? head.mapping().at(0) : 1;
    int coupled = mapped ? head.mapping().at(1) : head.channels() - 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int stream = 0; stream < streams; stream++) {
      out.write(stream < coupled ? STEREO : MONO);
      if (stream < streams - 1) {
        out.write(FRAME.length); // self-delimiting framing, RFC 6716 appendix B
      }
      out.writeBytes(FRAME);
    }
    return Bytes.wrap(out.toByteArray());
  }
}
