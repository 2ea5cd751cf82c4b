package io.framelog.media.container.packet;

import io.framelog.media.ForeignSound;
import io.framelog.media.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the messages of a packet stream with one audio track, for a worker that transcodes it. */
public final class SoundMessages {
  /** Bytes of an audio track without name and extradata. */
  private static final int SOUND_FIELD_BYTES = 2 + 4 + 4 + 1 + 3 * 4 + 1 + 3 + 4;

  private SoundMessages() {}

  /** The beginning of the stream. */
  public static ByteBuffer preamble() {
    return ByteBuffer.wrap(MessageType.PREAMBLE.clone());
  }

  /** The audio track of all packets until the next such message. */
  public static ByteBuffer sound(ForeignSound sound) {
    return message(MessageType.SOUNDS, sounds(List.of(sound)));
  }

  /**
   * One sample of the audio track, with a copy of its data; the position of its data does not move.
   */
  public static ByteBuffer packet(Sample sample) {
    ByteBuffer data = sample.data();
    ByteBuffer body = ByteBuffer.allocate(MessageType.PACKET_FIELD_BYTES + data.remaining());
    body.putShort((short) sample.trackId())
        .put((byte) 0)
        .putLong(sample.dts())
        .putLong(sample.pts())
        .putLong(sample.duration())
        .put(data.duplicate())
        .flip();
    return message(MessageType.PACKET, body);
  }

  private static ByteBuffer message(MessageType type, ByteBuffer body) {
    return ByteBuffer.allocate(MessageType.HEADER_BYTES + body.remaining())
        .put((byte) type.code())
        .putInt(body.remaining())
        .put(body)
        .flip();
  }

  /** The body of a message. */
  static ByteBuffer sounds(List<ForeignSound> sounds) {
    int length = 2;
    for (ForeignSound sound : sounds) {
      length += SOUND_FIELD_BYTES + PacketStreamWriter.shortText(sound.codec().ffmpegName()).length;
      length += sound.extradata().length();
    }
    ByteBuffer body = ByteBuffer.allocate(length).putShort((short) sounds.size());
    for (ForeignSound sound : sounds) {
      body.putShort((short) sound.id())
          .put(PacketStreamWriter.shortText(sound.codec().ffmpegName()))
          .putInt(sound.timescale())
          .putInt(sound.sampleRate())
          .put((byte) sound.channels())
          .putInt(sound.layout().bitRate())
          .putInt(sound.layout().blockBytes())
          .putInt(sound.layout().sampleBits())
          .put((byte) (sound.framed() ? 1 : 0))
          .put(sound.language().getBytes(StandardCharsets.US_ASCII))
          .putInt(sound.extradata().length())
          .put(sound.extradata().sharedArray());
    }
    return body.flip();
  }
}
