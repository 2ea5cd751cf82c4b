package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The size stated in an image's header.
 *
 * @param width pixels, 1..65535
 * @param height pixels, 1..65535
 */
public record ImageSize(int width, int height) {
  private static final int MAX = 65_535;

  public ImageSize {
    if (width < 1 || width > MAX || height < 1 || height > MAX) {
      throw new CodecException(
          "image of " + width + "x" + height + " pixels, expected sides of 1 to " + MAX);
    }
  }

  /**
   * Parses an image's header.
   *
   * @param codec JPEG or WEBP
   * @param image the whole image; its position does not move
   * @throws CodecException when there is no valid size
   */
  public static ImageSize of(Codec codec, ByteBuffer image) {
    return switch (codec) {
      case JPEG -> jpeg(image);
      case WEBP -> webp(image);
      default -> throw new IllegalArgumentException(codec + " is not an image's codec");
    };
  }

  /** Whether the track has this size already. */
  public boolean isOf(Track track) {
    VideoFormat video = track.video();
    return video != null && video.width() == width && video.height() == height;
  }

  /** The frame header, ITU-T T.81 §B.2.2: SOF0 to SOF15 without DHT, JPG and DAC. */
  private static ImageSize jpeg(ByteBuffer image) {
    ByteCursor at = new ByteCursor(image, ByteOrder.BIG_ENDIAN, "JPEG");
    at.skip(2, "SOI");
    while (true) {
      int marker = at.u8("marker");
      while (marker == 0xff) {
        marker = at.u8("marker");
      }
      if (isFrame(marker)) {
        at.skip(3, "length and precision");
        int height = at.u16("height");
        return new ImageSize(at.u16("width"), height);
      }
      if (marker == 0xda) {
        throw new CodecException("JPEG: a scan before the frame header");
      }
      if (!isAlone(marker)) {
        at.skip(at.u16("length") - 2, "segment");
      }
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean isAlone(int marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
  }

  /** The first chunk, RFC 9649 §2.5 to §2.7. */
  private static ImageSize webp(ByteBuffer image) {
    ByteCursor at = new ByteCursor(image, ByteOrder.LITTLE_ENDIAN, "WebP");
    at.skip(12, "RIFF header");
    String chunk = new String(at.bytes(4, "chunk type").toArray(), StandardCharsets.US_ASCII);
    long size = at.u32("chunk size");
    Bytes head = at.bytes((int) Math.min(size, 10), chunk);
    return switch (chunk) {
      case "VP8 " -> {
        Vp8FrameHeader frame = Vp8FrameHeader.parse(head.buffer());
        yield new ImageSize(frame.width(), frame.height());
      }
      case "VP8L" -> {
        requireBytes(head, 5);
        int bits = (int) littleEndian(head, 1, 4);
        yield new ImageSize((bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1);
      }
      case "VP8X" -> {
        requireBytes(head, 10);
        yield new ImageSize((int) littleEndian(head, 4, 3) + 1, (int) littleEndian(head, 7, 3) + 1);
      }
      default -> throw new CodecException("WebP: no picture in the first chunk");
    };
  }

  private static void requireBytes(Bytes head, int count) {
    if (head.length() < count) {
      throw new CodecException("WebP: a picture header of " + head.length() + " bytes");
    }
  }

  private static long littleEndian(Bytes bytes, int from, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | bytes.at(from + i);
    }
    return value;
  }
}
