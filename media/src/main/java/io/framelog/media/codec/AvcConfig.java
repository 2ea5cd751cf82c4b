package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * AVCDecoderConfigurationRecord, ISO/IEC 14496-15 §5.3.3.
 *
 * @param profile AVCProfileIndication
 * @param constraints profile_compatibility
 * @param level AVCLevelIndication, ten times the level
 * @param lengthSize bytes of a NAL unit's length field: 1, 2 or 4
 * @param sps sequence parameter sets; none when the samples contain them
 * @param pps picture parameter sets
 */
public record AvcConfig(
    int profile, int constraints, int level, int lengthSize, List<Bytes> sps, List<Bytes> pps) {
  static final int NAL_IDR = 5;
  static final int NAL_SPS = 7;
  static final int NAL_PPS = 8;
  private static final int MAX_SPS = 31;
  private static final int MAX_PPS = 255;

  public AvcConfig {
    sps = List.copyOf(sps);
    pps = List.copyOf(pps);
    if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
      throw new CodecException("avcC: NAL length of " + lengthSize + " bytes, expected 1, 2 or 4");
    }
    if (sps.size() > MAX_SPS || pps.size() > MAX_PPS) {
      throw new CodecException("avcC: " + sps.size() + " SPS and " + pps.size() + " PPS");
    }
  }

  /**
   * Reads the configuration in the form that {@link io.framelog.media.Codec} describes.
   *
   * @throws CodecException when malformed
   */
  public static AvcConfig parse(Bytes config) {
    ByteCursor in = new ByteCursor(config.buffer(), ByteOrder.BIG_ENDIAN, "avcC");
    in.expect(1, "configurationVersion");
    int profile = in.u8("profile");
    int constraints = in.u8("profile_compatibility");
    int level = in.u8("level");
    int lengthSize = 1 + (in.u8("lengthSizeMinusOne") & 3);
    List<Bytes> sps = parameterSets(in, in.u8("number of SPS") & 0x1f, "SPS");
    List<Bytes> pps = parameterSets(in, in.u8("number of PPS"), "PPS");
    return new AvcConfig(profile, constraints, level, lengthSize, sps, pps);
  }

  private static List<Bytes> parameterSets(ByteCursor in, int count, String name) {
    List<Bytes> sets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sets.add(in.bytes(in.u16(name + " length"), name));
    }
    return sets;
  }

  /** Profiles whose SPS and avcC carry chroma format and bit depth (ITU-T H.264 §7.3.2.1.1). */
  static boolean isHighProfile(int profile) {
    return switch (profile) {
      case 44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244 -> true;
      default -> false;
    };
  }

  /** This configuration with the parameter sets of a keyframe (avc3 style). */
  AvcConfig withParameterSetsOf(ByteBuffer keyframe) {
    List<Bytes> foundSps = new ArrayList<>();
    List<Bytes> foundPps = new ArrayList<>();
    int at = keyframe.position();
    int length = NalUnits.lengthAt(keyframe, at, lengthSize);
    while (length != NalUnits.NONE) {
      int type = keyframe.get(at + lengthSize) & 0x1f;
      if (type == NAL_SPS) {
        foundSps.add(NalUnits.copy(keyframe, at + lengthSize, length));
      } else if (type == NAL_PPS) {
        foundPps.add(NalUnits.copy(keyframe, at + lengthSize, length));
      }
      at += lengthSize + length;
      length = NalUnits.lengthAt(keyframe, at, lengthSize);
    }
    if (foundSps.isEmpty() || foundPps.isEmpty()) {
      throw new CodecException(
          "H.264: no SPS and PPS, neither in the configuration nor in the first keyframe");
    }
    return of(lengthSize, foundSps, foundPps);
  }

  /**
   * The configuration of parameter sets.
   *
   * @param sps may be empty when the samples contain them
   * @throws CodecException when the first SPS is too short to state a profile
   */
  static AvcConfig of(int lengthSize, List<Bytes> sps, List<Bytes> pps) {
    if (sps.isEmpty()) {
      return new AvcConfig(0, 0, 0, lengthSize, sps, pps);
    }
    Bytes first = sps.get(0);
    if (first.length() < 4) {
      throw new CodecException("H.264: SPS of " + first.length() + " bytes, expected at least 4");
    }
    return new AvcConfig(first.at(1), first.at(2), first.at(3), lengthSize, sps, pps);
  }

  /** A new record of these fields, without any other data of the publisher. */
  public Bytes toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1);
    out.write(profile);
    out.write(constraints);
    out.write(level);
    out.write(0xfc | (lengthSize - 1));
    out.write(0xe0 | sps.size());
    sps.forEach(set -> write(out, set));
    out.write(pps.size());
    pps.forEach(set -> write(out, set));
    if (isHighProfile(profile) && !sps.isEmpty()) {
      AvcSps first = AvcSps.parse(sps.get(0));
      out.write(0xfc | first.chromaFormat());
      out.write(0xf8 | (first.bitDepthLuma() - 8));
      out.write(0xf8 | (first.bitDepthChroma() - 8));
      out.write(0);
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, Bytes set) {
    out.write(set.length() >>> 8);
    out.write(set.length());
    out.writeBytes(set.sharedArray());
  }
}
