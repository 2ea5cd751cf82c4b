package io.framelog.media;

/**
 * A codec that Framelog carries. The container parsers bring its configuration ({@link
 * Track#config()}) into the form documented here, whatever container it came in.
 */
public enum Codec {
  /** Configuration: AVCDecoderConfigurationRecord, ISO/IEC 14496-15 §5.3.3. */
  H264(TrackKind.VIDEO),
  /** Configuration: HEVCDecoderConfigurationRecord, ISO/IEC 14496-15 §8.3.3. */
  HEVC(TrackKind.VIDEO),
  /** No configuration. */
  VP8(TrackKind.VIDEO),
  /** Configuration: VPCodecConfigurationRecord without the FullBox header; may be empty. */
  VP9(TrackKind.VIDEO),
  /** Configuration: AV1CodecConfigurationRecord; may be empty. */
  AV1(TrackKind.VIDEO),
  /** One image for each sample, ITU-T T.81. No configuration. */
  JPEG(TrackKind.VIDEO),
  /** One image for each sample, RFC 9649. No configuration. */
  WEBP(TrackKind.VIDEO),
  /** Configuration: AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2. */
  AAC(TrackKind.AUDIO),
  /** Configuration: OpusHead with its magic, RFC 7845 §5.1 (little-endian). */
  OPUS(TrackKind.AUDIO),
  /** Configuration: the three Vorbis headers in Xiph lacing, as in Matroska's CodecPrivate. */
  VORBIS(TrackKind.AUDIO),
  /** No configuration. */
  MP3(TrackKind.AUDIO),
  /** Configuration: "fLaC" followed by metadata blocks, STREAMINFO first, RFC 9639 §8. */
  FLAC(TrackKind.AUDIO);

  private final TrackKind kind;

  Codec(TrackKind kind) {
    this.kind = kind;
  }

  public TrackKind kind() {
    return kind;
  }
}
