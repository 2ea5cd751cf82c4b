package io.framelog.media.container.packet;

import org.jspecify.annotations.Nullable;

/**
 * The messages of a packet stream. Both ends are of the same build, so nothing is negotiated.
 *
 * <pre>
 *   stream  = "FLPK" u8 version, message*
 *   message = u8 type, u32 length, body of that length
 *
 *   TRACKS  u16 length, title in UTF-8 (length 65535: none); u16 count; count × track
 *   track   u16 id; name of codec; name of framing; u32 time base numerator; u32 denominator;
 *           u16 width; u16 height; f64 frame rate; u32 sample rate; u8 channels; 3 × u8 language;
 *           u32 length, extradata;
 *           u32 width of a pixel; u32 height of a pixel (both 0: unknown);
 *           u8 colour primaries; u8 transfer; u8 matrix; name of range
 *   name    u8 length, ASCII
 *   PACKET  u16 track; u8 flags (1: key); i64 dts; i64 pts; i64 duration; data
 *   CONFIG  u16 track; extradata that applies from the track's next packet on
 *   FAILED  name of failure kind; sentence in UTF-8
 *   END     empty; nothing follows
 *   IGNORED u16 count; count × ignored track, all of them so far: u16 id; name of kind; u8 length,
 *           codec in ASCII; 3 × u8 language; u8 length, reason in ASCII
 *   SOUNDS  u16 count; count × sound: the ignored tracks whose packets follow
 *   sound   u16 id; name of codec; u32 time base denominator, its numerator is 1; u32 sample rate;
 *           u8 channels; u8 framed; 3 × u8 language; u32 length, extradata
 *   REPORT  UTF-8; for the node, no media: dropped frames of a capture, available devices
 * </pre>
 *
 * All numbers are big-endian. A time that the container does not state is the minimum i64.
 */
enum MessageType {
  TRACKS(1),
  PACKET(2),
  CONFIG(3),
  FAILED(4),
  END(5),
  REPORT(6),
  IGNORED(7),
  SOUNDS(8);

  /** "FLPK" and the version. */
  static final byte[] PREAMBLE = {'F', 'L', 'P', 'K', 2};

  /** Type and length. */
  static final int HEADER_BYTES = 5;

  /** A packet's fields before its data. */
  static final int PACKET_FIELD_BYTES = 27;

  static final int FLAG_KEY = 1;
  static final int NO_TITLE = 0xffff;

  private final int code;

  MessageType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static @Nullable MessageType of(int code) {
    return switch (code) {
      case 1 -> TRACKS;
      case 2 -> PACKET;
      case 3 -> CONFIG;
      case 4 -> FAILED;
      case 5 -> END;
      case 6 -> REPORT;
      case 7 -> IGNORED;
      case 8 -> SOUNDS;
      default -> null;
    };
  }
}
