package io.framelog.media.container.packet;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.PixelAspect;
import io.framelog.media.SoundCodec;
import io.framelog.media.SoundLayout;
import io.framelog.media.TrackKind;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.ContainerException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Reads a message's fields in order, with bounds checks. */
final class MessageBody {
  private final ByteBuffer in;
  private final long offset;

  /**
   * @param offset for error messages
   */
  MessageBody(ByteBuffer in, long offset) {
    this.in = in;
    this.offset = offset;
  }

  int u8() {
    return checked(in::get) & 0xff;
  }

  int u16() {
    return checked(in::getShort) & 0xffff;
  }

  int i32() {
    return checked(in::getInt);
  }

  long i64() {
    return checked(in::getLong);
  }

  int left() {
    return in.remaining();
  }

  String utf8(int length) {
    return new String(bytes(length).sharedArray(), StandardCharsets.UTF_8);
  }

  Bytes rest() {
    return bytes(left());
  }

  /** The remaining bytes, as a view. */
  ByteBuffer data() {
    return in.slice();
  }

  private Bytes bytes(int length) {
    if (length < 0 || length > in.remaining()) {
      throw cut();
    }
    byte[] copy = new byte[length];
    in.get(copy);
    return Bytes.wrap(copy);
  }

  FailureKind failureKind() {
    try {
      return FailureKind.valueOf(name());
    } catch (IllegalArgumentException e) {
      throw new ContainerException(MALFORMED, offset, "unknown kind of failure", e);
    }
  }

  private String name() {
    return utf8(u8());
  }

  /** An ignored track. */
  IgnoredTrack ignored() {
    int id = u16();
    try {
      IgnoredTrack.Kind kind = IgnoredTrack.Kind.valueOf(name());
      return new IgnoredTrack(id, kind, name(), utf8(3), name());
    } catch (IllegalArgumentException e) {
      throw new ContainerException(MALFORMED, offset, "ignored track " + id, e);
    }
  }

  /** An ignored audio track that FFmpeg can decode. */
  ForeignSound sound() {
    int id = u16();
    try {
      SoundCodec codec = new SoundCodec(name());
      int timescale = i32();
      int sampleRate = i32();
      int channels = u8();
      SoundLayout layout = new SoundLayout(i32(), i32(), i32());
      boolean framed = u8() != 0;
      String language = utf8(3);
      return new ForeignSound(
          id, codec, bytes(i32()), timescale, sampleRate, channels, layout, framed, language);
    } catch (IllegalArgumentException e) {
      throw new ContainerException(MALFORMED, offset, "sound " + id + ": " + e.getMessage(), e);
    }
  }

  /** A track's description. */
  PacketTrack track() {
    int id = u16();
    try {
      Codec codec = Codec.valueOf(name());
      PacketFraming framing = PacketFraming.valueOf(name());
      int numerator = i32();
      int denominator = i32();
      int width = u16();
      int height = u16();
      double frameRate = checked(in::getDouble);
      int sampleRate = i32();
      int channels = u8();
      String language = utf8(3);
      Bytes extradata = bytes(i32());
      PixelAspect aspect = PixelAspect.of(i32(), i32());
      Colour colour = new Colour(u8(), u8(), u8(), Colour.Range.valueOf(name()));
      boolean video = codec.kind() == TrackKind.VIDEO;
      return new PacketTrack(
          id,
          codec,
          framing,
          extradata,
          numerator,
          denominator,
          video
              ? new VideoFormat(width, height, frameRate, aspect, DisplayMatrix.IDENTITY, colour)
              : null,
          video ? null : new AudioFormat(sampleRate, channels),
          language);
    } catch (IllegalArgumentException e) {
      throw new ContainerException(MALFORMED, offset, "track " + id + ": " + e.getMessage(), e);
    }
  }

  private <T> T checked(Supplier<T> read) {
    try {
      return read.get();
    } catch (BufferUnderflowException e) {
      throw cut();
    }
  }

  private ContainerException cut() {
    return new ContainerException(MALFORMED, offset, "a message shorter than its fields");
  }
}
