package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The three Vorbis headers (Vorbis I §4.2) in Xiph lacing.
 *
 * @param channels 1..255
 * @param sampleRate Hz
 * @param identification first header
 * @param setup third header
 */
public record VorbisHeaders(int channels, int sampleRate, Bytes identification, Bytes setup) {
  private static final String WHAT = "Vorbis headers";
  private static final Bytes IDENTIFICATION_MAGIC = magic(1);
  private static final Bytes SETUP_MAGIC = magic(5);

  /**
   * Reads the configuration in the form that {@link io.framelog.media.Codec} describes.
   *
   * @throws CodecException when malformed
   */
  public static VorbisHeaders parse(Bytes config) {
    ByteCursor in = new ByteCursor(config.buffer(), ByteOrder.BIG_ENDIAN, WHAT);
    in.expect(2, "number of headers less one");
    int identificationLength = laced(in);
    int commentLength = laced(in);
    Bytes identification = in.bytes(identificationLength, "identification header");
    in.bytes(commentLength, "comment header");
    Bytes setup = in.bytes(in.left(), "setup header");
    ByteCursor id = new ByteCursor(identification.buffer(), ByteOrder.LITTLE_ENDIAN, WHAT);
    require(id, IDENTIFICATION_MAGIC, "identification header");
    require(
        new ByteCursor(setup.buffer(), ByteOrder.BIG_ENDIAN, WHAT), SETUP_MAGIC, "setup header");
    id.u32("vorbis_version");
    int channels = id.u8("audio_channels");
    long sampleRate = id.u32("audio_sample_rate");
    if (channels == 0 || sampleRate == 0 || sampleRate > Integer.MAX_VALUE) {
      throw new CodecException(WHAT + ": " + channels + " channels at " + sampleRate + " Hz");
    }
    return new VorbisHeaders(channels, (int) sampleRate, identification, setup);
  }

  private static int laced(ByteCursor in) {
    int length = 0;
    int value;
    do {
      value = in.u8("lacing");
      length += value;
    } while (value == 255);
    return length;
  }

  private static void require(ByteCursor in, Bytes magic, String name) {
    if (!in.bytes(magic.length(), name).equals(magic)) {
      throw new CodecException(WHAT + ": no " + name + " where one is expected");
    }
  }

  /** The headers with an empty comment header, because a publisher's tags may contain its key. */
  public Bytes withoutComments() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] comment = emptyComment();
    out.write(2);
    writeLacing(out, identification.length());
    writeLacing(out, comment.length);
    out.writeBytes(identification.sharedArray());
    out.writeBytes(comment);
    out.writeBytes(setup.sharedArray());
    return Bytes.wrap(out.toByteArray());
  }

  private static void writeLacing(ByteArrayOutputStream out, int length) {
    for (int left = length; left >= 255; left -= 255) {
      out.write(255);
    }
    out.write(length % 255);
  }

  /** No vendor, no comments, framing bit. */
  private static byte[] emptyComment() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(magic(3).sharedArray());
    out.writeBytes(new byte[8]);
    out.write(1);
    return out.toByteArray();
  }

  private static Bytes magic(int type) {
    return Bytes.wrap(((char) type + "vorbis").getBytes(StandardCharsets.ISO_8859_1));
  }
}
