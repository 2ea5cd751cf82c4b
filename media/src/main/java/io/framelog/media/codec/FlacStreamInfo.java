package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * FLAC's STREAMINFO, RFC 9639 §8.2.
 *
 * @param sampleRate Hz, 1..1048575
 * @param channels 1..8
 * @param bitsPerSample 4..32
 * @param maxBlockSamples samples of the largest frame; with a fixed block size, of every frame
 * @param block the 34 bytes of the block
 */
public record FlacStreamInfo(
    int sampleRate, int channels, int bitsPerSample, int maxBlockSamples, Bytes block) {
  private static final byte[] MAGIC = "fLaC".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK_BYTES = 34;
  private static final int LAST_BLOCK = 0x80;
  private static final int CODED_NUMBER_OFFSET = 4;

  /**
   * Offset of the total number of samples (36 bits) and the MD5, which only a finished file has.
   */
  private static final int TOTAL_OFFSET = 13;

  public FlacStreamInfo {
    if (sampleRate == 0) {
      throw new CodecException("FLAC STREAMINFO: sample rate 0");
    }
  }

  /**
   * Reads STREAMINFO.
   *
   * @param config "fLaC" and metadata blocks, STREAMINFO first; later blocks are not read
   * @throws CodecException when malformed
   */
  public static FlacStreamInfo parse(Bytes config) {
    ByteCursor in = new ByteCursor(config.buffer(), ByteOrder.BIG_ENDIAN, "FLAC configuration");
    if (!in.bytes(MAGIC.length, "magic").equals(Bytes.wrap(MAGIC))) {
      throw new CodecException("FLAC configuration: does not start with \"fLaC\"");
    }
    int type = in.u8("block type") & ~LAST_BLOCK;
    int length = in.u8("block length") << 16 | in.u16("block length");
    if (type != 0 || length != BLOCK_BYTES) {
      throw new CodecException(
          "FLAC configuration: block of type "
              + type
              + " and "
              + length
              + " bytes, expected STREAMINFO of 34");
    }
    Bytes block = in.bytes(BLOCK_BYTES, "STREAMINFO");
    BitReader bits = new BitReader(block.buffer(), "FLAC STREAMINFO");
    bits.skip(16); // minimum block size
    int maxBlockSamples = bits.bits(16);
    bits.skip(48); // frame sizes, bytes
    return new FlacStreamInfo(
        bits.bits(20), 1 + bits.bits(3), 1 + bits.bits(5), maxBlockSamples, block);
  }

  /** Samples of a frame, RFC 9639 §9.1.1; the largest block size when its header is incomplete. */
  int blockSamples(ByteBuffer frame) {
    int code = frame.remaining() < 3 ? 0 : frame.get(frame.position() + 2) >>> 4 & 0xf;
    return switch (code) {
      case 1 -> 192;
      case 6 -> uncommonBlock(frame, 1);
      case 7 -> uncommonBlock(frame, 2);
      case 2, 3, 4, 5 -> 144 << code;
      case 8, 9, 10, 11, 12, 13, 14, 15 -> 1 << code;
      default -> maxBlockSamples;
    };
  }

  /** Reads the uncommon block size after the coded number, RFC 9639 §9.1.5 and 9.1.6. */
  private int uncommonBlock(ByteBuffer frame, int bytes) {
    int at = frame.position() + CODED_NUMBER_OFFSET;
    if (at >= frame.limit()) {
      return maxBlockSamples;
    }
    // As in UTF-8: the leading ones give the number of bytes, none means one byte.
    int ones = Integer.numberOfLeadingZeros(~(frame.get(at) << 24));
    at += Math.max(1, ones);
    if (frame.limit() - at < bytes) {
      return maxBlockSamples;
    }
    return 1 + (bytes == 1 ? frame.get(at) & 0xff : frame.getShort(at) & 0xffff);
  }

  /** The metadata block for {@code dfLa}: only STREAMINFO, with unknown length. */
  public Bytes toLiveMetadataBlock() {
    ByteBuffer out = ByteBuffer.allocate(4 + BLOCK_BYTES);
    out.putInt(LAST_BLOCK << 24 | BLOCK_BYTES);
    out.put(block.sharedArray(), 0, TOTAL_OFFSET);
    out.put((byte) (block.at(TOTAL_OFFSET) & 0xf0));
    return Bytes.wrap(out.array());
  }
}
