package io.framelog.worker.picture;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The request for a picture of a keyframe, and its wire format.
 *
 * <pre>
 *   format (modified UTF-8, 2 bytes of length) │ width (4) │ length (4) │ media
 * </pre>
 *
 * @param format FFmpeg's name of the container: {@code mp4}, {@code webm}
 * @param width maximum width, pixels, at least 1; the height follows from the aspect ratio
 * @param media init segment and the part with the keyframe
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record PictureRequest(String format, int width, byte[] media) {
  /** Maximum bytes of media: an 8K keyframe is far smaller. */
  public static final int MAX_BYTES = 16 << 20;

  /** Maximum width in pixels. */
  public static final int MAX_WIDTH = 8192;

  public PictureRequest {
    if (width < 1 || width > MAX_WIDTH) {
      throw new IllegalArgumentException("width " + width + ", expected 1 to " + MAX_WIDTH);
    }
    if (media.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a keyframe of " + media.length + " bytes, expected at most " + MAX_BYTES);
    }
  }

  public void writeTo(DataOutputStream out) throws IOException {
    out.writeUTF(format);
    out.writeInt(width);
    out.writeInt(media.length);
    out.write(media);
    out.flush();
  }

  /** The next request; {@code null} when there are no more. */
  static @Nullable PictureRequest readFrom(DataInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    // Same format as DataInput.readUTF; its first byte was read to detect the end.
    byte[] format = in.readNBytes(first << 8 | in.readUnsignedByte());
    int width = in.readInt();
    int length = in.readInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("a keyframe of " + length + " bytes, expected at most " + MAX_BYTES);
    }
    byte[] media = in.readNBytes(length);
    return new PictureRequest(new String(format, StandardCharsets.UTF_8), width, media);
  }
}
