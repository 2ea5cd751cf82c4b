package io.framelog.worker.demux;

import java.util.Locale;
import java.util.Map;

/**
 * The formats that a publisher may choose, and their demuxer options. No other format is opened,
 * because some of FFmpeg's demuxers read files and URLs that a container names.
 */
enum DemuxFormat {
  MPEGTS(33),
  FLV(64),
  OGG(64),
  AAC(64),
  MP3(64);

  private final int timestampBits;

  DemuxFormat(int timestampBits) {
    this.timestampBits = timestampBits;
  }

  /** FFmpeg's name. */
  String ffmpegName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Bits of the container's timestamps, after which they wrap. */
  int timestampBits() {
    return timestampBits;
  }

  /** FFmpeg's options. */
  Map<String, String> options(int maxPacketBytes) {
    return switch (this) {
      // Larger pictures would be split.
      case MPEGTS -> Map.of("max_packet_size", Integer.toString(maxPacketBytes));
      default -> Map.of();
    };
  }
}
