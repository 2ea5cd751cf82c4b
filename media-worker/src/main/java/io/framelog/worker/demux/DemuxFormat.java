package io.framelog.worker.demux;

import java.util.Locale;
import java.util.Map;

/**
 * The formats a publisher may choose, and how each is read. No other is ever opened: some of
 * FFmpeg's demuxers read files and addresses that a container names.
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

  /** How wide the container's timestamps are: they wrap. */
  int timestampBits() {
    return timestampBits;
  }

  /** FFmpeg's options. */
  Map<String, String> options(int maxPacketBytes) {
    return switch (this) {
      // Larger pictures would come in pieces.
      case MPEGTS -> Map.of("max_packet_size", Integer.toString(maxPacketBytes));
      default -> Map.of();
    };
  }
}
