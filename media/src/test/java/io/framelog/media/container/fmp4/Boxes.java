package io.framelog.media.container.fmp4;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Builds boxes that ffmpeg does not write, or that are invalid. */
final class Boxes {
  /** Video track 1: VP8, timescale 1000. */
  static final byte[] MOOV = moov(track(1, videoEntry("vp08")), trex(1, 0, 0, 0));

  private static final int DEFAULT_BASE_IS_MOOF = 0x20000;

  private Boxes() {}

  @FunctionalInterface
  interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  static byte[] bytes(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      body.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    return bytes(
        out -> {
          for (byte[] part : parts) {
            out.write(part);
          }
        });
  }

  static byte[] box(String type, byte[]... children) {
    byte[] body = join(children);
    return bytes(
        out -> {
          out.writeInt(8 + body.length);
          out.write(type.getBytes(StandardCharsets.ISO_8859_1));
          out.write(body);
        });
  }

  /** A box with a 64-bit size. */
  static byte[] largeBox(String type, long size, byte[] body) {
    return bytes(
        out -> {
          out.writeInt(1);
          out.write(type.getBytes(StandardCharsets.ISO_8859_1));
          out.writeLong(size);
          out.write(body);
        });
  }

  static byte[] fullBox(String type, int version, int flags, int... words) {
    return box(
        type,
        bytes(
            out -> {
              out.writeInt(version << 24 | flags);
              for (int word : words) {
                out.writeInt(word);
              }
            }));
  }

  static byte[] moov(byte[] tracks, byte[] trexes) {
    return box("moov", fullBox("mvhd", 0, 0, 0, 0, 1000, 0), tracks, box("mvex", trexes));
  }

  static byte[] trex(int track, int duration, int size, int flags) {
    return fullBox("trex", 0, 0, track, 1, duration, size, flags);
  }

  static byte[] track(int id, byte[] entry) {
    return track(id, "vide", entry, new byte[0]);
  }

  static byte[] track(int id, String handler, byte[] entry, byte[] edits) {
    byte[] header = trackHeader(id, 0x1_0000, 0, 0, 0x1_0000, 640 << 16, 480 << 16);
    return track(header, handler, entry, edits);
  }

  static byte[] track(byte[] header, String handler, byte[] entry, byte[] edits) {
    byte[] stsd = box("stsd", new byte[7], new byte[] {1}, entry);
    return box(
        "trak",
        header,
        edits,
        box(
            "mdia",
            fullBox("mdhd", 0, 0, 0, 0, 1000, 0, 0x55c40000),
            box("hdlr", new byte[8], handler.getBytes(StandardCharsets.US_ASCII)),
            box("minf", box("stbl", stsd))));
  }

  /** A matrix of four numbers, and the presented size; all in 16.16. */
  static byte[] trackHeader(int id, int a, int b, int c, int d, int width, int height) {
    return fullBox(
        "tkhd", 0, 3, 0, 0, id, 0, 0, 0, 0, 0, 0, a, b, 0, c, d, 0, 0, 0, 1 << 30, width, height);
  }

  static byte[] videoEntry(String type, byte[]... config) {
    return box(
        type,
        bytes(
            out -> {
              out.write(new byte[24]);
              out.writeInt(640 << 16 | 480);
              out.write(new byte[50]);
            }),
        join(config));
  }

  static byte[] audioEntry(String type, byte[]... config) {
    return box(
        type,
        HexFormat.of().parseHex("000000000000000100000000000000000002001000000000bb800000"),
        join(config));
  }

  static byte[] moof(byte[]... trafs) {
    return box("moof", fullBox("mfhd", 0, 0, 1), join(trafs));
  }

  static byte[] traf(byte[]... children) {
    return box("traf", children);
  }

  static byte[] tfhd(int track) {
    return fullBox("tfhd", 0, DEFAULT_BASE_IS_MOOF, track);
  }

  static byte[] tfdt(int ticks) {
    return fullBox("tfdt", 0, 0, ticks);
  }

  /** Samples of 40 ticks with given sizes, at an offset from the moof. */
  static byte[] trun(int dataOffset, int... sizes) {
    int[] words = new int[2 + 2 * sizes.length];
    words[0] = sizes.length;
    words[1] = dataOffset;
    for (int i = 0; i < sizes.length; i++) {
      words[2 + 2 * i] = 40;
      words[3 + 2 * i] = sizes[i];
    }
    return fullBox("trun", 0, 0x301, words);
  }

  static byte[] mdat(int bytes) {
    return box("mdat", counting(bytes));
  }

  /** Bytes 0, 1, 2 …, so that a sample's first byte shows its position. */
  static byte[] counting(int bytes) {
    byte[] body = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      body[i] = (byte) i;
    }
    return body;
  }
}
