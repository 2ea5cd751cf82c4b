package io.framelog.media.container.packet;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Colour;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.PixelAspect;
import io.framelog.media.VideoFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a packet stream ({@link MessageType}). Each call writes its whole message to the channel,
 * which blocks while the reader does not read: that is the backpressure. Not thread-safe.
 */
public final class PacketStreamWriter {
  /** An unknown time. */
  public static final long UNKNOWN_TIME = Long.MIN_VALUE;

  /** Bytes of a track without names and extradata. */
  private static final int TRACK_FIELD_BYTES = 45;

  private static final int MAX_TITLE_BYTES = 4096;
  private static final int MAX_SENTENCE_BYTES = 1000;

  private final GatheringByteChannel channel;
  private final ByteBuffer packetHead =
      ByteBuffer.allocateDirect(MessageType.HEADER_BYTES + MessageType.PACKET_FIELD_BYTES);

  /**
   * Writes the stream's beginning.
   *
   * @param channel in blocking mode
   */
  public PacketStreamWriter(GatheringByteChannel channel) throws IOException {
    this.channel = channel;
    write(ByteBuffer.wrap(MessageType.PREAMBLE));
  }

  /**
   * The tracks of all packets until the next call.
   *
   * @param title the container's title, used as the stream's name; null when it has none
   */
  public void tracks(List<PacketTrack> tracks, @Nullable String title) throws IOException {
    byte[] name = title == null ? new byte[0] : utf8(title, MAX_TITLE_BYTES);
    int length = 2 + name.length + 2;
    for (PacketTrack track : tracks) {
      length += TRACK_FIELD_BYTES + name(track.codec()).length + name(track.framing()).length;
      length += name(colour(track).range()).length + track.extradata().length();
    }
    ByteBuffer body = ByteBuffer.allocate(length);
    body.putShort((short) (title == null ? MessageType.NO_TITLE : name.length)).put(name);
    body.putShort((short) tracks.size());
    tracks.forEach(track -> put(body, track));
    message(MessageType.TRACKS, body.flip());
  }

  private static void put(ByteBuffer out, PacketTrack track) {
    VideoFormat video = track.video();
    AudioFormat audio = track.audio();
    out.putShort((short) track.id())
        .put(name(track.codec()))
        .put(name(track.framing()))
        .putInt(track.timeBaseNumerator())
        .putInt(track.timeBaseDenominator())
        .putShort((short) (video == null ? 0 : video.width()))
        .putShort((short) (video == null ? 0 : video.height()))
        .putDouble(video == null ? 0 : video.frameRate())
        .putInt(audio == null ? 0 : audio.sampleRate())
        .put((byte) (audio == null ? 0 : audio.channels()))
        .put(track.language().getBytes(StandardCharsets.US_ASCII))
        .putInt(track.extradata().length())
        .put(track.extradata().sharedArray());
    PixelAspect aspect = video == null ? PixelAspect.UNKNOWN : video.aspect();
    Colour colour = colour(track);
    out.putInt(aspect.horizontal())
        .putInt(aspect.vertical())
        .put((byte) colour.primaries())
        .put((byte) colour.transfer())
        .put((byte) colour.matrix())
        .put(name(colour.range()));
  }

  private static Colour colour(PacketTrack track) {
    VideoFormat video = track.video();
    return video == null ? Colour.UNKNOWN : video.colour();
  }

  /**
   * The complete list of ignored tracks; empty until the first such message.
   *
   * @param tracks at most 65,535
   */
  public void ignored(List<IgnoredTrack> tracks) throws IOException {
    int length = 2;
    for (IgnoredTrack track : tracks) {
      length += 2 + name(track.kind()).length + 1 + track.codec().length() + 3;
      length += 1 + track.reason().length();
    }
    ByteBuffer body = ByteBuffer.allocate(length).putShort((short) tracks.size());
    for (IgnoredTrack track : tracks) {
      body.putShort((short) track.id())
          .put(name(track.kind()))
          .put(shortText(track.codec()))
          .put(track.language().getBytes(StandardCharsets.US_ASCII))
          .put(shortText(track.reason()));
    }
    message(MessageType.IGNORED, body.flip());
  }

  /**
   * The complete list of ignored tracks whose packets follow.
   *
   * @param sounds at most 65,535, with track ids up to 65,535
   */
  public void sounds(List<ForeignSound> sounds) throws IOException {
    message(MessageType.SOUNDS, SoundMessages.sounds(sounds));
  }

  /**
   * Writes one packet. The buffer's position moves to its limit.
   *
   * @param dts ticks of the track's time base, or {@link #UNKNOWN_TIME}
   * @param pts ticks, or {@link #UNKNOWN_TIME}
   * @param duration ticks, 0 when unknown
   * @param key the demuxer's or encoder's own flag
   */
  public void packet(int track, long dts, long pts, long duration, boolean key, ByteBuffer data)
      throws IOException {
    packetHead
        .clear()
        .put((byte) MessageType.PACKET.code())
        .putInt(MessageType.PACKET_FIELD_BYTES + data.remaining())
        .putShort((short) track)
        .put((byte) (key ? MessageType.FLAG_KEY : 0))
        .putLong(dts)
        .putLong(pts)
        .putLong(duration)
        .flip();
    write(packetHead, data);
  }

  /** Changes the track's extradata from its next packet on. */
  public void config(int track, Bytes extradata) throws IOException {
    message(
        MessageType.CONFIG,
        ByteBuffer.allocate(2 + extradata.length())
            .putShort((short) track)
            .put(extradata.sharedArray())
            .flip());
  }

  /**
   * The worker has failed; nothing may follow.
   *
   * @param sentence human-readable, without a full stop; must not contain a stream key
   */
  public void failed(FailureKind kind, String sentence) throws IOException {
    byte[] name = name(kind);
    byte[] text = utf8(sentence, MAX_SENTENCE_BYTES);
    message(
        MessageType.FAILED,
        ByteBuffer.allocate(name.length + text.length).put(name).put(text).flip());
  }

  /** Sends a report to the node, which is not media. */
  public void report(String text) throws IOException {
    message(MessageType.REPORT, ByteBuffer.wrap(utf8(text, MAX_SENTENCE_BYTES)));
  }

  /** All packets are written; nothing may follow. */
  public void end() throws IOException {
    message(MessageType.END, ByteBuffer.allocate(0));
  }

  private void message(MessageType type, ByteBuffer body) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(MessageType.HEADER_BYTES);
    head.put((byte) type.code()).putInt(body.remaining()).flip();
    write(head, body);
  }

  private void write(ByteBuffer... buffers) throws IOException {
    ByteBuffer last = buffers[buffers.length - 1];
    while (last.hasRemaining() || buffers[0].hasRemaining()) {
      channel.write(buffers);
    }
  }

  /** A constant's name, preceded by its length. */
  static byte[] name(Enum<?> constant) {
    return shortText(constant.name());
  }

  /** ASCII of at most 255 characters, preceded by its length. */
  static byte[] shortText(String text) {
    byte[] name = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(1 + name.length).put((byte) name.length).put(name).array();
  }

  private static byte[] utf8(String text, int atMost) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= atMost ? bytes : Arrays.copyOf(bytes, atMost);
  }
}
