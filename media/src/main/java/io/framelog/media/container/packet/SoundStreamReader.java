package io.framelog.media.container.packet;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.ForeignSound;
import io.framelog.media.container.ContainerException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the output of {@link SoundMessages}, message by message. Blocks; not thread-safe. */
public final class SoundStreamReader {
  /** A message. */
  public sealed interface Message {
    /** Another audio track follows, whose times need not continue the previous ones. */
    record Sound(ForeignSound sound) implements Message {}

    /**
     * A packet of the audio track.
     *
     * @param pts ticks, or {@link ForeignSound#UNKNOWN_TIME}
     * @param data not shared with other messages
     */
    record Data(long pts, ByteBuffer data) implements Message {}
  }

  private final DataInputStream in;
  private final int maxBytes;
  private long consumed;

  /**
   * Reads the preamble.
   *
   * @param maxBytes maximum size of a message
   * @throws ContainerException when the preamble is wrong
   */
  public SoundStreamReader(InputStream in, int maxBytes) throws IOException {
    this.in = new DataInputStream(in);
    this.maxBytes = maxBytes;
    byte[] preamble = new byte[MessageType.PREAMBLE.length];
    this.in.readFully(preamble);
    if (!Arrays.equals(preamble, MessageType.PREAMBLE)) {
      throw new ContainerException(MALFORMED, 0, "not a packet stream of this version");
    }
  }

  /**
   * The next message; null at the stream's end.
   *
   * @throws ContainerException when the message is invalid
   */
  public @Nullable Message next() throws IOException {
    int code = in.read();
    if (code < 0) {
      return null;
    }
    int length = in.readInt();
    consumed += MessageType.HEADER_BYTES;
    if (length < 0 || length > maxBytes) {
      throw malformed("message of " + length + " bytes, expected at most " + maxBytes);
    }
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new EOFException("the stream ended within a message");
    }
    consumed += length;
    MessageBody body = new MessageBody(ByteBuffer.wrap(content), consumed);
    if (code == MessageType.SOUNDS.code() && body.u16() == 1) {
      return new Message.Sound(body.sound());
    }
    if (code == MessageType.PACKET.code()) {
      body.u16();
      body.u8();
      body.i64();
      long pts = body.i64();
      body.i64();
      return new Message.Data(pts, body.data());
    }
    throw malformed("message of type " + code + ", expected one sound or a packet");
  }

  private ContainerException malformed(String what) {
    return new ContainerException(MALFORMED, consumed, what);
  }
}
