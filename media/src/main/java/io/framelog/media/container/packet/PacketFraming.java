package io.framelog.media.container.packet;

import io.framelog.media.Codec;
import io.framelog.media.codec.AudioFraming;
import java.util.Optional;

/** The content of a track's packets. */
public enum PacketFraming {
  /** One sample in the form that {@link io.framelog.media.Codec} describes. */
  SAMPLE,
  /**
   * One access unit of H.264 or HEVC with start codes (ITU-T H.264 Annex B); so is the extradata,
   * if any.
   */
  ANNEX_B,
  /**
   * Any part of a sequence of AAC frames with ADTS headers (ISO/IEC 13818-7 §6.2); the extradata
   * begins with the first frame's header.
   */
  ADTS,
  /**
   * Any part of a sequence of MPEG audio frames (ISO/IEC 11172-3); the extradata begins with the
   * first frame's header.
   */
  MPEG_AUDIO,
  /**
   * Complete Opus packets, each after the control header of MPEG-TS ("Opus in MPEG-TS" §4.2); the
   * extradata is an OpusHead.
   */
  OPUS_CONTROL;

  /** The framing of audio frames; empty when a packet is one sample. */
  public Optional<AudioFraming> audio() {
    return switch (this) {
      case SAMPLE, ANNEX_B -> Optional.empty();
      case ADTS -> Optional.of(AudioFraming.ADTS);
      case MPEG_AUDIO -> Optional.of(AudioFraming.MPEG_LAYER_3);
      case OPUS_CONTROL -> Optional.of(AudioFraming.OPUS_CONTROL);
    };
  }

  /** Whether packets of a codec can have this framing. */
  boolean frames(Codec codec) {
    return switch (this) {
      case SAMPLE -> true;
      case ANNEX_B -> codec == Codec.H264 || codec == Codec.HEVC;
      case ADTS -> codec == Codec.AAC;
      case MPEG_AUDIO -> codec == Codec.MP3;
      case OPUS_CONTROL -> codec == Codec.OPUS;
    };
  }
}
