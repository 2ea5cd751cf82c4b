package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;

/**
 * The duration of a Vorbis packet: a quarter of its block plus a quarter of the previous one
 * (Vorbis I §1.3.2). A packet's mode determines which of the two block sizes it has. The modes are
 * at the end of the setup header, after tables whose length is only known after decoding them. So
 * they are read from the end:
 *
 * <pre>
 *   … | modes less one, 6 bits | mode, 41 bits | … | mode, 41 bits | framing 1 | padding 0
 *                                └ long block 1, window type 16 (0), transform 16 (0), mapping 8
 * </pre>
 */
final class VorbisFrameLength implements AudioFrameLength {
  private static final int MODE_BITS = 41;
  private static final int COUNT_BITS = 6;
  private static final int MAX_MODES = 1 << COUNT_BITS;

  /**
   * Offset in the identification header of the block sizes: two powers of two, short blocks in the
   * lower half.
   */
  private static final int BLOCK_SIZES_AT = 28;

  private final int sampleRate;
  private final int shortBlock;
  private final int longBlock;
  private final boolean[] longOfMode;
  private final int modeBits;
  private int previousBlock;

  private VorbisFrameLength(VorbisHeaders headers, boolean[] longOfMode) {
    int sizes = headers.identification().at(BLOCK_SIZES_AT);
    this.sampleRate = headers.sampleRate();
    this.shortBlock = 1 << (sizes & 0xf);
    this.longBlock = 1 << (sizes >>> 4);
    this.longOfMode = longOfMode;
    this.modeBits = Integer.SIZE - Integer.numberOfLeadingZeros(longOfMode.length - 1);
    this.previousBlock = shortBlock;
  }

  static AudioFrameLength of(VorbisHeaders headers) {
    boolean[] modes = modes(headers.setup());
    return modes.length == 0 || headers.identification().length() <= BLOCK_SIZES_AT
        ? frame -> 0
        : new VorbisFrameLength(headers, modes);
  }

  @Override
  public long nanos(ByteBuffer packet) {
    int first = packet.hasRemaining() ? packet.get(packet.position()) & 0xff : 1;
    int mode = first >>> 1 & ((1 << modeBits) - 1);
    if ((first & 1) != 0 || mode >= longOfMode.length) {
      return 0;
    }
    int block = longOfMode[mode] ? longBlock : shortBlock;
    int samples = (previousBlock + block) / 4;
    previousBlock = block;
    return samples * 1_000_000_000L / sampleRate;
  }

  /** For each mode, whether its blocks are long; empty when the header does not end in modes. */
  private static boolean[] modes(Bytes setup) {
    int end = 8 * setup.length() - 1;
    while (end >= 0 && bits(setup, end, 1) == 0) {
      end--;
    }
    // The upper bits of a mode can look like a count: the outermost match is the count.
    int count = 0;
    for (int modes = 1; modes <= MAX_MODES; modes++) {
      int begin = end - modes * MODE_BITS;
      if (begin < COUNT_BITS
          || bits(setup, begin + 1, 16) != 0
          || bits(setup, begin + 17, 16) != 0) {
        break;
      }
      if (bits(setup, begin - COUNT_BITS, COUNT_BITS) == modes - 1) {
        count = modes;
      }
    }
    boolean[] longOfMode = new boolean[count];
    for (int mode = 0; mode < count; mode++) {
      longOfMode[mode] = bits(setup, end - (count - mode) * MODE_BITS, 1) != 0;
    }
    return longOfMode;
  }

  /** An integer as Vorbis packs it, least significant bit first. */
  private static int bits(Bytes data, int at, int width) {
    int value = 0;
    for (int i = 0; i < width; i++) {
      value |= (data.at((at + i) / 8) >>> ((at + i) % 8) & 1) << i;
    }
    return value;
  }
}
