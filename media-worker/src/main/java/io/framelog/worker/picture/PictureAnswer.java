package io.framelog.worker.picture;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The worker's answer to a {@link PictureRequest}, and its wire format.
 *
 * <pre>
 *   kind (1) │ length (4) │ a JPEG file, or a sentence in UTF-8
 * </pre>
 */
public sealed interface PictureAnswer {
  /**
   * A picture.
   *
   * @param jpeg a whole file
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Made(byte[] jpeg) implements PictureAnswer {}

  /**
   * No picture.
   *
   * @param sentence the reason, human-readable
   */
  record NotMade(String sentence) implements PictureAnswer {}

  /** Maximum size of an answer. */
  int MAX_BYTES = 32 << 20;

  /** Writes the answer and flushes. */
  default void writeTo(DataOutputStream out) throws IOException {
    boolean made = this instanceof Made;
    byte[] content =
        this instanceof Made picture
            ? picture.jpeg()
            : ((NotMade) this).sentence().getBytes(StandardCharsets.UTF_8);
    out.writeBoolean(made);
    out.writeInt(content.length);
    out.write(content);
    out.flush();
  }

  /**
   * Waits for the next answer.
   *
   * @throws IOException when the worker has exited, or the bytes are not an answer
   */
  static PictureAnswer readFrom(DataInputStream in) throws IOException {
    boolean made = in.readBoolean();
    int length = in.readInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("an answer of " + length + " bytes, expected at most " + MAX_BYTES);
    }
    byte[] content = new byte[length];
    in.readFully(content);
    return made ? new Made(content) : new NotMade(new String(content, StandardCharsets.UTF_8));
  }
}
