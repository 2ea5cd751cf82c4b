package io.framelog.media.container.fmp4;

import io.framelog.media.Bytes;
import io.framelog.media.SoundCodec;
import java.util.Optional;

/**
 * The content of an {@code esds}: the descriptors of ISO/IEC 14496-1 §7.2.6.
 *
 * @param objectType objectTypeIndication, see mp4ra.org
 * @param decoderConfig DecoderSpecificInfo; empty when there is none
 */
record ElementaryStream(int objectType, Bytes decoderConfig) {
  private static final int ES_DESCRIPTOR = 3;
  private static final int DECODER_CONFIG = 4;
  private static final int DECODER_SPECIFIC = 5;

  static ElementaryStream read(BoxBody esds) {
    esds.skip(4); // version, flags
    expect(esds, ES_DESCRIPTOR);
    esds.u16(); // ES_ID
    int flags = esds.u8();
    if ((flags & 0x80) != 0) {
      esds.skip(2); // stream it depends on
    }
    if ((flags & 0x40) != 0) {
      esds.skip(esds.u8()); // URL
    }
    if ((flags & 0x20) != 0) {
      esds.skip(2); // clock reference stream
    }
    expect(esds, DECODER_CONFIG);
    int objectType = esds.u8();
    esds.skip(12); // stream type, buffer size, bit rates
    boolean more = esds.remaining() > 0 && esds.u8() == DECODER_SPECIFIC;
    return new ElementaryStream(objectType, more ? esds.bytes(length(esds)) : Bytes.EMPTY);
  }

  /** AAC, by the object type of MPEG-4 or of one of MPEG-2's three profiles. */
  boolean isAac() {
    return objectType == 0x40 || (objectType >= 0x66 && objectType <= 0x68);
  }

  /** MPEG-1 audio, or MPEG-2's at lower sample rates. */
  boolean isMp3() {
    return objectType == 0x6b || objectType == 0x69;
  }

  /** An audio codec that is not carried but that FFmpeg may decode, by mp4ra.org's object types. */
  Optional<SoundCodec> sound() {
    return switch (objectType) {
      case 0xa5 -> Optional.of(SoundCodec.AC3);
      case 0xa6 -> Optional.of(SoundCodec.EAC3);
      case 0xa9 -> Optional.of(SoundCodec.DTS);
      default -> Optional.empty();
    };
  }

  private static void expect(BoxBody esds, int wanted) {
    int tag = esds.u8();
    if (tag != wanted) {
      throw esds.malformed("descriptor " + tag + " in esds, expected " + wanted);
    }
    length(esds);
  }

  /** Seven bits in each byte, the highest bit signals another byte; at most four bytes. */
  private static int length(BoxBody esds) {
    int length = 0;
    for (int i = 0; i < 4; i++) {
      int b = esds.u8();
      length = length << 7 | (b & 0x7f);
      if ((b & 0x80) == 0) {
        return length;
      }
    }
    throw esds.malformed("descriptor length of more than four bytes in esds");
  }
}
