package io.framelog.media.chunk;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.MediaEvent;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/**
 * A chunker with hand-written VP8 and Opus samples, which need no real content except VP8's first
 * bytes.
 */
final class ChunkerFixture {
  static final int VIDEO = 1;
  static final int AUDIO = 2;

  /** Frame tag of a key frame, start code, 64 by 48: RFC 6386 §9.1. */
  static final byte[] VP8_KEY = {0x10, 0, 0, (byte) 0x9d, 1, 0x2a, 64, 0, 48, 0, 0, 0};

  private static final byte[] VP8_INTER = {0x11, 0, 0, 0, 0, 0};

  final RecordingChunkSink sink = new RecordingChunkSink();
  final Chunker chunker;
  private Instant now = Instant.ofEpochMilli(1_000_000);

  ChunkerFixture(ChunkerSettings settings, StreamEnd end) {
    InstantSource clock = () -> now;
    chunker = new Chunker(settings, end, clock, sink);
  }

  static ChunkerFixture live(Track... tracks) {
    return from(StreamEnd.EMPTY, tracks);
  }

  static ChunkerFixture from(StreamEnd end, Track... tracks) {
    ChunkerFixture fixture = new ChunkerFixture(ChunkerSettings.DEFAULT, end);
    fixture.tracks(tracks);
    return fixture;
  }

  static Track vp8(long timescale) {
    return new Track(
        VIDEO, Codec.VP8, Bytes.EMPTY, timescale, 0, new VideoFormat(64, 48, 0), null, "und");
  }

  static Track h264(long timescale) {
    byte[] avcC =
        HexFormat.of()
            .parseHex(
                "0142c00cffe100186742c00cda0a37e4c044000003000400000300c83c50aa80"
                    + "01000468ce3c80");
    return new Track(
        VIDEO,
        Codec.H264,
        Bytes.wrap(avcC),
        timescale,
        0,
        new VideoFormat(160, 90, 0),
        null,
        "und");
  }

  static Track opus(long timescale) {
    byte[] head = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd', 1, 2, 56, 1, -128, -69, 0, 0, 0, 0, 0};
    return new Track(
        AUDIO,
        Codec.OPUS,
        Bytes.wrap(head),
        timescale,
        timescale / 50,
        null,
        new AudioFormat(48_000, 2),
        "und");
  }

  static Track mono(long timescale) {
    Track stereo = opus(timescale);
    byte[] head = stereo.config().toArray();
    head[9] = 1;
    return stereo.withConfig(Bytes.wrap(head));
  }

  /** An audio track whose codec has no silent frame. */
  static Track vorbis(long timescale, int channels) {
    ByteBuffer headers = ByteBuffer.allocate(3 + 30 + 7 + 7);
    headers.put(new byte[] {2, 30, 7});
    headers.put((byte) 1).put("vorbis".getBytes(StandardCharsets.US_ASCII));
    headers.putInt(0).put((byte) channels).putInt(Integer.reverseBytes(48_000)).put(new byte[14]);
    headers.put((byte) 3).put("vorbis".getBytes(StandardCharsets.US_ASCII));
    headers.put((byte) 5).put("vorbis".getBytes(StandardCharsets.US_ASCII));
    return new Track(
        AUDIO,
        Codec.VORBIS,
        Bytes.wrap(headers.array()),
        timescale,
        timescale / 50,
        null,
        new AudioFormat(48_000, channels),
        "und");
  }

  /** AAC-LC of two channels at 48,000 Hz. */
  static Track aac(long timescale) {
    return aac(timescale, "1190");
  }

  /** With SBR, for which there is no silent frame. */
  static Track heAac(long timescale) {
    return aac(timescale, "2b118800");
  }

  private static Track aac(long timescale, String config) {
    return new Track(
        AUDIO,
        Codec.AAC,
        Bytes.wrap(HexFormat.of().parseHex(config)),
        timescale,
        0,
        null,
        new AudioFormat(48_000, 2),
        "und");
  }

  void tracks(Track... tracks) {
    chunker.on(new MediaEvent.TracksFound(List.of(tracks), "cam1"));
  }

  /** Other tracks in the same file, whose times continue. */
  void tracksGoOn(Track... tracks) {
    chunker.on(new MediaEvent.TracksFound(List.of(tracks), "cam1", true));
  }

  void key(long time) {
    sample(VIDEO, time, time, 0, true, VP8_KEY);
  }

  void inter(long time) {
    inter(time, time);
  }

  void inter(long dts, long pts) {
    sample(VIDEO, dts, pts, 0, false, VP8_INTER);
  }

  /** A frame that the container flags as random-access point, but where no decoder can start. */
  void flagged(long time) {
    sample(VIDEO, time, time, 0, true, VP8_INTER);
  }

  void audio(long time) {
    sample(AUDIO, time, time, 0, true, new byte[] {1, 2, 3});
  }

  /** The container announces the start of a fragment's audio. */
  void announcesAudio(long time) {
    chunker.on(new MediaEvent.SamplesAnnounced(AUDIO, time));
  }

  void sample(int track, long dts, long pts, long duration, boolean sync, byte[] data) {
    Sample sample = new Sample(track, dts, pts, duration, sync, ByteBuffer.wrap(data.clone()));
    chunker.on(new MediaEvent.SampleRead(sample));
  }

  void passes(long ms) {
    now = now.plusMillis(ms);
    chunker.tick();
  }

  /** Each part as {@code chunk/index@pts+duration}, ms. */
  List<String> parts() {
    return sink.parts.stream()
        .map(
            part ->
                "%d/%d@%d+%d"
                    .formatted(
                        part.chunk(), part.index(), part.ptsUs() / 1000, part.durationUs() / 1000))
        .toList();
  }
}
