package io.framelog.media.container.packet;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.VideoFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A worker's packet stream, in memory. */
final class PacketStream {
  /** Writes to the stream. */
  interface Script {
    void write(PacketStreamWriter out) throws IOException;
  }

  private PacketStream() {}

  static byte[] of(Script script) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      script.write(new PacketStreamWriter(new Memory(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static PacketTrack video(Codec codec, PacketFraming framing, Bytes extradata) {
    return new PacketTrack(
        1, codec, framing, extradata, 1, 90_000, new VideoFormat(0, 0, 0), null, "und");
  }

  static PacketTrack audio(Codec codec, PacketFraming framing, Bytes extradata) {
    return new PacketTrack(
        2, codec, framing, extradata, 1, 90_000, null, new AudioFormat(48_000, 2), "eng");
  }

  static List<PacketTrack> tracks(PacketTrack... tracks) {
    return List.of(tracks);
  }

  static ByteBuffer hex(String digits) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
  }

  static Bytes bytes(String digits) {
    return Bytes.copyOf(hex(digits));
  }

  /** An AAC-LC frame of a given number of bytes at 48 kHz stereo, including its header. */
  static byte[] adts(int length, int filler) {
    byte[] frame = new byte[length];
    // From the tenth byte on, because two bytes of 0 begin a single_channel_element.
    Arrays.fill(frame, 9, length, (byte) filler);
    ByteBuffer.wrap(frame)
        .putShort((short) 0xfff1)
        .put((byte) 0x4c)
        .putInt(0x8000_1ffc | length << 13)
        .position(0);
    return frame;
  }

  /** A channel that accepts a few bytes at a time, like pipes. */
  private record Memory(ByteArrayOutputStream bytes) implements GatheringByteChannel {
    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      for (ByteBuffer source : sources) {
        if (source.hasRemaining()) {
          return write(source);
        }
      }
      return 0;
    }

    @Override
    public long write(ByteBuffer[] sources) {
      return write(sources, 0, sources.length);
    }

    @Override
    public int write(ByteBuffer source) {
      byte[] taken = new byte[Math.min(7, source.remaining())];
      source.get(taken);
      bytes.writeBytes(taken);
      return taken.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // Nothing to release.
    }
  }
}
