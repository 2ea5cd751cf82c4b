package io.framelog.media.container;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a format. Besides FFmpeg's containers, those that publishers send by mistake
 * are known, for the error message: a browser on the wrong port and an encoder with the wrong
 * {@code -f} are the most common mistakes.
 *
 * @param description completes "looks like …"
 * @param container the container of the format; null when it is not supported
 * @param mask which bits of the first bytes are compared
 * @param pattern the values of those bits
 */
record Signature(
    String description, @Nullable FfmpegContainer container, Bytes mask, Bytes pattern) {
  private static final List<Signature> KNOWN =
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
          text(FfmpegContainer.FLV, "FLV"),
          text(FfmpegContainer.OGG, "OggS"),
          text("FLAC without a container", "fLaC"),
          text(FfmpegContainer.MP3, "ID3"),
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
          bytes(FfmpegContainer.ADTS, "fff6", "fff0"),
          bytes(FfmpegContainer.MP3, "ffe6", "ffe2"),
          // Sync byte, no transport error, not scrambled; a payload or an adaptation field.
          bytes(FfmpegContainer.MPEG_TS, "ff8000d0", "47000010"),
          bytes(FfmpegContainer.MPEG_TS, "ff8000e0", "47000020"),
          // The same after the four bytes of a Blu-ray disc's arrival time (M2TS).
          bytes(FfmpegContainer.MPEG_TS, "00000000 ff8000d0", "00000000 47000010"),
          bytes(FfmpegContainer.MPEG_TS, "00000000 ff8000e0", "00000000 47000020"));

  /** Printable ASCII of at least {@link #MIN_TEXT} bytes that begins like no known format. */
  private static final Signature PLAIN_TEXT = text("plain text", "");

  private static final int MIN_TEXT = 8;

  /** The signature that the bytes begin with; null when unknown. */
  static @Nullable Signature of(ByteBuffer first) {
    for (Signature known : KNOWN) {
      if (known.matches(first)) {
        return known;
      }
    }
    return first.remaining() >= MIN_TEXT && isText(first) ? PLAIN_TEXT : null;
  }

  private boolean matches(ByteBuffer first) {
    if (first.remaining() < mask.length()) {
      return false;
    }
    for (int i = 0; i < mask.length(); i++) {
      if ((first.get(i) & mask.at(i)) != pattern.at(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(ByteBuffer first) {
    for (int i = 0; i < first.remaining(); i++) {
      byte at = first.get(i);
      boolean space = at == '\t' || at == '\r' || at == '\n';
      if (!space && (at < 0x20 || at > 0x7e)) {
        return false;
      }
    }
    return true;
  }

  private static Signature text(String description, String start) {
    return text(description, null, start);
  }

  private static Signature text(FfmpegContainer container, String start) {
    return text(container.label(), container, start);
  }

  private static Signature text(
      String description, @Nullable FfmpegContainer container, String start) {
    byte[] pattern = start.getBytes(StandardCharsets.US_ASCII);
    byte[] mask = new byte[pattern.length];
    Arrays.fill(mask, (byte) 0xff);
    return new Signature(description, container, Bytes.wrap(mask), Bytes.wrap(pattern));
  }

  private static Signature bytes(String description, String mask, String pattern) {
    return new Signature(description, null, hex(mask), hex(pattern));
  }

  private static Signature bytes(FfmpegContainer container, String mask, String pattern) {
    return new Signature(container.label(), container, hex(mask), hex(pattern));
  }

  private static Bytes hex(String digits) {
    return Bytes.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
  }
}
