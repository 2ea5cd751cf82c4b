package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * HEVCDecoderConfigurationRecord, ISO/IEC 14496-15 §8.3.3.
 *
 * @param fixedPart its first 22 bytes, which contain the fields
 * @param vps video parameter sets
 * @param sps sequence parameter sets; none when the samples contain them
 * @param pps picture parameter sets
 */
public record HevcConfig(Bytes fixedPart, List<Bytes> vps, List<Bytes> sps, List<Bytes> pps) {
  private static final int FIXED_BYTES = 22;
  static final int NAL_VPS = 32;
  static final int NAL_SPS = 33;
  static final int NAL_PPS = 34;
  private static final int COMPLETE = 0x80;

  public HevcConfig {
    vps = List.copyOf(vps);
    sps = List.copyOf(sps);
    pps = List.copyOf(pps);
    if (fixedPart.length() != FIXED_BYTES) {
      throw new CodecException("hvcC: " + fixedPart.length() + " bytes, expected at least 22");
    }
    int lengthSize = lengthSize(fixedPart);
    if (lengthSize == 3) {
      throw new CodecException("hvcC: NAL length of 3 bytes, expected 1, 2 or 4");
    }
  }

  /**
   * Reads the configuration in the form that {@link io.framelog.media.Codec} describes.
   *
   * @throws CodecException when malformed
   */
  public static HevcConfig parse(Bytes config) {
    ByteCursor in = new ByteCursor(config.buffer(), ByteOrder.BIG_ENDIAN, "hvcC");
    Bytes fixedPart = in.bytes(FIXED_BYTES, "configuration");
    List<Bytes> vps = new ArrayList<>();
    List<Bytes> sps = new ArrayList<>();
    List<Bytes> pps = new ArrayList<>();
    int arrays = in.u8("numOfArrays");
    for (int i = 0; i < arrays; i++) {
      int type = in.u8("NAL_unit_type") & 0x3f;
      int count = in.u16("numNalus");
      for (int j = 0; j < count; j++) {
        add(type, in.bytes(in.u16("nalUnitLength"), "nalUnit"), vps, sps, pps);
      }
    }
    return new HevcConfig(fixedPart, vps, sps, pps);
  }

  private static void add(int type, Bytes unit, List<Bytes> vps, List<Bytes> sps, List<Bytes> pps) {
    switch (type) {
      case NAL_VPS -> vps.add(unit);
      case NAL_SPS -> sps.add(unit);
      case NAL_PPS -> pps.add(unit);
      default -> {
        // SEI in the configuration is the encoder's signature, which players do not need.
      }
    }
  }

  /** general_profile_space, 0..3. */
  public int profileSpace() {
    return fixedPart.at(1) >>> 6;
  }

  /** general_tier_flag. */
  public boolean highTier() {
    return (fixedPart.at(1) & 0x20) != 0;
  }

  /** general_profile_idc, 0..31. */
  public int profile() {
    return fixedPart.at(1) & 0x1f;
  }

  /** general_profile_compatibility_flags, flag 0 in the most significant bit. */
  public int compatibility() {
    return fixedPart.buffer().getInt(2);
  }

  /** Byte 0..5 of general_constraint_indicator_flags. */
  public int constraintByte(int index) {
    return fixedPart.at(6 + index);
  }

  /** general_level_idc, thirty times the level. */
  public int level() {
    return fixedPart.at(12);
  }

  /** Bytes of a NAL unit's length field: 1, 2 or 4. */
  public int lengthSize() {
    return lengthSize(fixedPart);
  }

  private static int lengthSize(Bytes fixedPart) {
    return 1 + (fixedPart.at(21) & 3);
  }

  /**
   * Whether a decoder needs no parameter sets from the samples: {@code hvc1}, else {@code hev1}.
   */
  public boolean hasParameterSets() {
    return !vps.isEmpty() && !sps.isEmpty() && !pps.isEmpty();
  }

  /** This configuration with the parameter sets of a keyframe (hev1 style). */
  HevcConfig withParameterSetsOf(ByteBuffer keyframe) {
    List<Bytes> foundVps = new ArrayList<>();
    List<Bytes> foundSps = new ArrayList<>();
    List<Bytes> foundPps = new ArrayList<>();
    int lengthSize = lengthSize();
    int at = keyframe.position();
    int length = NalUnits.lengthAt(keyframe, at, lengthSize);
    while (length != NalUnits.NONE) {
      int type = keyframe.get(at + lengthSize) >>> 1 & 0x3f;
      if (type >= NAL_VPS && type <= NAL_PPS) {
        Bytes unit = NalUnits.copy(keyframe, at + lengthSize, length);
        add(type, unit, foundVps, foundSps, foundPps);
      }
      at += lengthSize + length;
      length = NalUnits.lengthAt(keyframe, at, lengthSize);
    }
    if (foundVps.isEmpty() || foundSps.isEmpty() || foundPps.isEmpty()) {
      throw new CodecException(
          "HEVC: no VPS, SPS and PPS, neither in the configuration nor in the first keyframe");
    }
    return new HevcConfig(
        fixedPart(HevcSps.parse(foundSps.get(0)), lengthSize), foundVps, foundSps, foundPps);
  }

  /**
   * The configuration of parameter sets, with lengths of four bytes.
   *
   * @param units NAL units; may be empty when the samples contain them
   */
  static HevcConfig of(List<Bytes> units) {
    List<Bytes> vps = new ArrayList<>();
    List<Bytes> sps = new ArrayList<>();
    List<Bytes> pps = new ArrayList<>();
    for (Bytes unit : units) {
      add(unit.at(0) >>> 1 & 0x3f, unit, vps, sps, pps);
    }
    if (sps.isEmpty()) {
      byte[] unknown = new byte[FIXED_BYTES];
      unknown[0] = 1;
      unknown[FIXED_BYTES - 1] = AnnexB.LENGTH_SIZE - 1;
      return new HevcConfig(Bytes.wrap(unknown), vps, sps, pps);
    }
    return new HevcConfig(fixedPart(HevcSps.parse(sps.get(0)), AnnexB.LENGTH_SIZE), vps, sps, pps);
  }

  /** The fields from an SPS; the frame rate and parallel decoding stay unspecified. */
  private static Bytes fixedPart(HevcSps sps, int lengthSize) {
    ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES);
    out.put((byte) 1).put(sps.profileTierLevel().buffer());
    out.putShort((short) 0xf000); // min_spatial_segmentation_idc
    out.put((byte) 0xfc); // parallelismType
    out.put((byte) (0xfc | sps.chromaFormat()));
    out.put((byte) (0xf8 | (sps.bitDepthLuma() - 8)));
    out.put((byte) (0xf8 | (sps.bitDepthChroma() - 8)));
    out.putShort((short) 0); // avgFrameRate
    int nested = sps.temporalIdNesting() ? 4 : 0;
    out.put((byte) (sps.subLayers() << 3 | nested | (lengthSize - 1)));
    return Bytes.wrap(out.array());
  }

  /** A new record with only the parameter sets. */
  public Bytes toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(fixedPart.sharedArray());
    int arrays = (vps.isEmpty() ? 0 : 1) + (sps.isEmpty() ? 0 : 1) + (pps.isEmpty() ? 0 : 1);
    out.write(arrays);
    writeArray(out, NAL_VPS, vps);
    writeArray(out, NAL_SPS, sps);
    writeArray(out, NAL_PPS, pps);
    return Bytes.wrap(out.toByteArray());
  }

  private void writeArray(ByteArrayOutputStream out, int type, List<Bytes> units) {
    if (units.isEmpty()) {
      return;
    }
    out.write((hasParameterSets() ? COMPLETE : 0) | type);
    writeU16(out, units.size());
    for (Bytes unit : units) {
      writeU16(out, unit.length());
      out.writeBytes(unit.sharedArray());
    }
  }

  private static void writeU16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
