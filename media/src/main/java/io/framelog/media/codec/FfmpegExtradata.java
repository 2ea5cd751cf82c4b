package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Converts FFmpeg's {@code AVCodecParameters.extradata} to the configuration of {@link Codec}. */
public final class FfmpegExtradata {
  private static final byte[] FLAC_MAGIC = "fLaC".getBytes(StandardCharsets.US_ASCII);
  private static final int STREAMINFO_BYTES = 34;
  private static final int LAST_BLOCK = 0x80;
  private static final int AV1C_MARKER = 0x81;

  private FfmpegExtradata() {}

  /** The configuration of a track whose packets are samples. */
  public static Bytes config(Codec codec, Bytes extradata) {
    return switch (codec) {
      case FLAC -> extradata.length() == STREAMINFO_BYTES ? flac(extradata) : extradata;
      // An encoder's extradata is only the sequence header, which its keyframes also contain.
      case AV1 -> !extradata.isEmpty() && extradata.at(0) == AV1C_MARKER ? extradata : Bytes.EMPTY;
      // The first keyframe contains it.
      case VP8, VP9, MP3 -> Bytes.EMPTY;
      default -> extradata;
    };
  }

  /**
   * The configuration of a track whose packets follow Annex B.
   *
   * @param extradata parameter sets with start codes; may be empty if the first keyframe has them
   */
  public static Bytes ofAnnexB(Codec codec, Bytes extradata) {
    List<Bytes> units = AnnexB.units(extradata);
    if (codec == Codec.HEVC) {
      return HevcConfig.of(units).toBytes();
    }
    List<Bytes> sps = new ArrayList<>();
    List<Bytes> pps = new ArrayList<>();
    for (Bytes unit : units) {
      int type = unit.at(0) & 0x1f;
      if (type == AvcConfig.NAL_SPS) {
        sps.add(unit);
      } else if (type == AvcConfig.NAL_PPS) {
        pps.add(unit);
      }
    }
    return AvcConfig.of(AnnexB.LENGTH_SIZE, sps, pps).toBytes();
  }

  private static Bytes flac(Bytes streamInfo) {
    ByteBuffer out = ByteBuffer.allocate(FLAC_MAGIC.length + 4 + STREAMINFO_BYTES);
    out.put(FLAC_MAGIC).putInt(LAST_BLOCK << 24 | STREAMINFO_BYTES).put(streamInfo.buffer());
    return Bytes.wrap(out.array());
  }
}
