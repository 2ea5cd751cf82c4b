package io.framelog.media.container;

import io.framelog.media.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The formats that unsupported input may be, for the error message: a browser on the wrong port and
 * an encoder with the wrong {@code -f} are the most common mistakes.
 *
 * @param description completes "looks like …"
 * @param mask which bits of the first bytes are compared
 * @param pattern the values of those bits
 */
record ForeignFormat(String description, Bytes mask, Bytes pattern) {
  private static final List<ForeignFormat> KNOWN =
      List.of(
          text("an HTTP request", "GET "),
          text("an HTTP request", "POST "),
          text("an HTTP request", "PUT "),
          text("an HTTP request", "HEAD "),
          text("an HTTP request", "DELETE "),
          text("an HTTP or RTSP request", "OPTIONS "),
          text("an HTTP/2 connection", "PRI * HTTP/2"),
          text("an HTTP response", "HTTP/"),
          text("an RTSP request", "ANNOUNCE "),
          text("an RTSP request", "DESCRIBE "),
          text("an SSH connection", "SSH-"),
          text("a proxy header", "PROXY "),
          text("FLV", "FLV"),
          text("Ogg", "OggS"),
          text("FLAC without a container", "fLaC"),
          text("MP3", "ID3"),
          text("IVF", "DKIF"),
          text("GIF", "GIF8"),
          text("a playlist", "#EXTM3U"),
          text("XML", "<?xml"),
          bytes("AVI", "ffffffff 00000000 ffffffff", "52494646 00000000 41564920"),
          bytes("WAV", "ffffffff 00000000 ffffffff", "52494646 00000000 57415645"),
          bytes("PNG", "ffffffff", "89504e47"),
          bytes("TLS, where plain bytes are expected", "ffff", "1603"),
          bytes("an RTMP handshake", "ff 00000000 ffffffff", "03 00000000 00000000"),
          bytes("gzip", "ffff", "1f8b"),
          bytes("ASF", "ffffffff", "3026b275"),
          bytes("an MPEG program stream", "ffffffff", "000001ba"),
          bytes("raw H.264 or HEVC", "ffffffff", "00000001"),
          bytes("raw H.264, HEVC or MPEG video", "ffffff", "000001"),
          bytes("AAC in ADTS", "fff6", "fff0"),
          bytes("MP3", "ffe6", "ffe2"),
          // Sync byte, no transport error, not scrambled; a payload or an adaptation field.
          bytes("MPEG-TS", "ff8000d0", "47000010"),
          bytes("MPEG-TS", "ff8000e0", "47000020"),
          // The same after the four bytes of a Blu-ray disc's arrival time (M2TS).
          bytes("MPEG-TS", "00000000 ff8000d0", "00000000 47000010"),
          bytes("MPEG-TS", "00000000 ff8000e0", "00000000 47000020"));

  private static final int MIN_TEXT = 8;

  /** The format that the bytes look like; null when unknown. */
  static @Nullable String describe(byte[] bytes, int length) {
    for (ForeignFormat format : KNOWN) {
      if (format.matches(bytes, length)) {
        return format.description;
      }
    }
    return length >= MIN_TEXT && isText(bytes, length) ? "plain text" : null;
  }

  private boolean matches(byte[] bytes, int length) {
    if (length < mask.length()) {
      return false;
    }
    for (int i = 0; i < mask.length(); i++) {
      if ((bytes[i] & mask.at(i)) != pattern.at(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      boolean space = bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n';
      if (!space && (bytes[i] < 0x20 || bytes[i] > 0x7e)) {
        return false;
      }
    }
    return true;
  }

  private static ForeignFormat text(String description, String start) {
    byte[] pattern = start.getBytes(StandardCharsets.US_ASCII);
    byte[] mask = new byte[pattern.length];
    Arrays.fill(mask, (byte) 0xff);
    return new ForeignFormat(description, Bytes.wrap(mask), Bytes.wrap(pattern));
  }

  private static ForeignFormat bytes(String description, String mask, String pattern) {
    return new ForeignFormat(description, hex(mask), hex(pattern));
  }

  private static Bytes hex(String digits) {
    return Bytes.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
  }
}
