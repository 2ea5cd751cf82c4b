package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Colour;
import java.nio.ByteOrder;

/**
 * VPCodecConfigurationRecord without its FullBox header ("VP Codec ISO Media File Format Binding").
 *
 * @param profile 0..3
 * @param level ten times the level
 * @param bitDepth 8, 10 or 12
 * @param chromaSubsampling 0 4:2:0 vertical, 1 4:2:0 colocated, 2 4:2:2, 3 4:4:4
 * @param fullRange whether luma uses all code values
 * @param colourPrimaries ISO/IEC 23001-8; 2 unspecified
 * @param transferCharacteristics ISO/IEC 23001-8; 2 unspecified
 * @param matrixCoefficients ISO/IEC 23001-8; 2 unspecified
 */
public record Vp9Config(
    int profile,
    int level,
    int bitDepth,
    int chromaSubsampling,
    boolean fullRange,
    int colourPrimaries,
    int transferCharacteristics,
    int matrixCoefficients) {
  private static final int CHROMA_420 = 1;
  private static final int UNSPECIFIED = 2;

  public Vp9Config {
    if (profile < 0 || profile > 3) {
      throw new CodecException("vpcC: profile " + profile + ", expected 0..3");
    }
    if (bitDepth != 8 && bitDepth != 10 && bitDepth != 12) {
      throw new CodecException("vpcC: bit depth " + bitDepth + ", expected 8, 10 or 12");
    }
  }

  /**
   * Reads the configuration in the form that {@link io.framelog.media.Codec} describes.
   *
   * @throws CodecException when malformed
   */
  public static Vp9Config parse(Bytes config) {
    ByteCursor in = new ByteCursor(config.buffer(), ByteOrder.BIG_ENDIAN, "vpcC");
    int profile = in.u8("profile");
    int level = in.u8("level");
    int packed = in.u8("bitDepth");
    return new Vp9Config(
        profile,
        level,
        packed >>> 4,
        packed >>> 1 & 7,
        (packed & 1) != 0,
        in.u8("colourPrimaries"),
        in.u8("transferCharacteristics"),
        in.u8("matrixCoefficients"));
  }

  static Vp9Config of(Vp9FrameHeader header, double frameRate) {
    if (header.subsamplingY() && !header.subsamplingX()) {
      throw new CodecException("VP9: 4:4:0 pictures, which vpcC cannot describe");
    }
    int chroma = header.subsamplingX() ? (header.subsamplingY() ? CHROMA_420 : 2) : 3;
    return new Vp9Config(
        header.profile(),
        Vp9Level.of(header.width(), header.height(), frameRate),
        header.bitDepth(),
        chroma,
        header.fullRange(),
        primaries(header.colorSpace()),
        transfer(header.colorSpace()),
        matrix(header.colorSpace()));
  }

  /** This configuration with the level of another one, if that states a level. */
  Vp9Config withLevelOf(Vp9Config stated) {
    return stated.level == 0 ? this : with(stated.level, colour());
  }

  /** This configuration with other colours. */
  Vp9Config withColour(Colour colour) {
    return with(level, colour);
  }

  private Vp9Config with(int otherLevel, Colour colour) {
    return new Vp9Config(
        profile,
        otherLevel,
        bitDepth,
        chromaSubsampling,
        colour.isFullRange(),
        colour.primaries(),
        colour.transfer(),
        colour.matrix());
  }

  /** Colours and range as this configuration states them. */
  Colour colour() {
    return new Colour(
        colourPrimaries,
        transferCharacteristics,
        matrixCoefficients,
        Colour.Range.ofFullFlag(fullRange));
  }

  /**
   * Colours without the range, which may be a muxer's constant; each key frame states its own
   * range.
   */
  Colour statedColour() {
    return new Colour(
        colourPrimaries, transferCharacteristics, matrixCoefficients, Colour.Range.UNKNOWN);
  }

  public Bytes toBytes() {
    return Bytes.wrap(
        new byte[] {
          (byte) profile,
          (byte) level,
          (byte) (bitDepth << 4 | chromaSubsampling << 1 | (fullRange ? 1 : 0)),
          (byte) colourPrimaries,
          (byte) transferCharacteristics,
          (byte) matrixCoefficients,
          0, // codecInitializationDataSize
          0
        });
  }

  // color_space of the VP9 specification §7.2.2: 1 BT.601, 2 BT.709, 3 SMPTE 170, 4 SMPTE 240,
  // 5 BT.2020, 7 sRGB.

  private static int primaries(int colorSpace) {
    return switch (colorSpace) {
      case 1, 3 -> 6;
      case 2, 7 -> 1;
      case 4 -> 7;
      case 5 -> 9;
      default -> UNSPECIFIED;
    };
  }

  private static int transfer(int colorSpace) {
    return switch (colorSpace) {
      case 1, 3 -> 6;
      case 2 -> 1;
      case 4 -> 7;
      case 5 -> 14;
      case 7 -> 13;
      default -> UNSPECIFIED;
    };
  }

  private static int matrix(int colorSpace) {
    return switch (colorSpace) {
      case 1, 3 -> 6;
      case 2 -> 1;
      case 4 -> 7;
      case 5 -> 9;
      case 7 -> 0;
      default -> UNSPECIFIED;
    };
  }
}
