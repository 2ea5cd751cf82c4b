package io.framelog.ingest.session;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerParser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container with one letter for each event: {@code t} tracks, {@code s} tracks with Opus audio,
 * {@code o} tracks with Vorbis audio, {@code i} an ignored audio track, {@code n} no ignored track,
 * {@code K} a VP8 keyframe, {@code d} a frame that depends on it, {@code a} an audio frame, {@code
 * !} a byte that no container has, {@code B} a fault of the parser.
 */
final class ScriptedParser implements ContainerParser {
  private static final byte[] KEYFRAME = {
    0x10, 0, 0, (byte) 0x9d, 0x01, 0x2a, 0x40, 0x01, (byte) 0xf0, 0, 1, 2, 3
  };
  private static final byte[] DELTA = {0x11, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final Track TRACK =
      new Track(1, Codec.VP8, Bytes.EMPTY, 1000, 40, new VideoFormat(320, 240, 25), null, "und");

  private static final Track SOUND =
      new Track(
          2,
          Codec.OPUS,
          Bytes.wrap(HexFormat.of().parseHex("4f707573486561640101380180bb0000000000")),
          1000,
          20,
          null,
          new AudioFormat(48_000, 1),
          "und");

  private static final Track VORBIS =
      new Track(
          2,
          Codec.VORBIS,
          Bytes.wrap(
              HexFormat.of()
                  .parseHex(
                      "021e0701766f72626973000000000180bb0000"
                          + "0000000000000000000000000000"
                          + "03766f7262697305766f72626973")),
          1000,
          20,
          null,
          new AudioFormat(48_000, 1),
          "und");

  private static final IgnoredTrack MP2 =
      IgnoredTrack.notCarried(2, IgnoredTrack.Kind.AUDIO, "mp2", "deu");

  private final @Nullable String title;
  private long consumed;
  private long frames;
  private boolean anyTracks;

  ScriptedParser(@Nullable String title) {
    this.title = title;
  }

  static ByteBuffer bytes(String script) {
    return ByteBuffer.wrap(script.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void feed(ByteBuffer input, MediaEventSink sink) {
    while (input.hasRemaining()) {
      switch (input.get()) {
        case 't' -> {
          anyTracks = true;
          sink.on(new MediaEvent.TracksFound(List.of(TRACK), title));
        }
        case 's' -> {
          anyTracks = true;
          sink.on(new MediaEvent.TracksFound(List.of(TRACK, SOUND), title));
        }
        case 'o' -> {
          anyTracks = true;
          sink.on(new MediaEvent.TracksFound(List.of(TRACK, VORBIS), title));
        }
        case 'i' -> sink.on(new MediaEvent.TracksIgnored(List.of(MP2)));
        case 'n' -> sink.on(new MediaEvent.TracksIgnored(List.of()));
        case 'K' -> sink.on(sample(KEYFRAME, true));
        case 'd' -> sink.on(sample(DELTA, false));
        case 'a' -> {
          long time = 40 * frames;
          ByteBuffer sound = ByteBuffer.wrap(new byte[] {1, 2, 3});
          sink.on(new MediaEvent.SampleRead(new Sample(2, time, time, 20, true, sound)));
        }
        case 'B' -> throw new IllegalStateException("a fault of the parser");
        default ->
            throw new ContainerException(
                ContainerException.Reason.MALFORMED, consumed, "not an element");
      }
      consumed++;
    }
  }

  private MediaEvent sample(byte[] data, boolean sync) {
    long time = 40 * frames++;
    return new MediaEvent.SampleRead(
        new Sample(1, time, time, 40, sync, ByteBuffer.wrap(data).asReadOnlyBuffer()));
  }

  @Override
  public void finish(MediaEventSink sink) {
    if (!anyTracks) {
      throw new ContainerException(
          ContainerException.Reason.TRUNCATED, consumed, "the publisher left before any track");
    }
  }

  @Override
  public long bytesConsumed() {
    return consumed;
  }
}
