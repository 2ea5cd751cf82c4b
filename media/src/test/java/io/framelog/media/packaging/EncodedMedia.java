package io.framelog.media.packaging;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Sample;
import io.framelog.media.Tool;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.Keyframes;
import io.framelog.media.codec.TrackCompletion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tracks and samples encoded by ffmpeg and read with ffprobe: real elementary streams, independent
 * of our parsers.
 *
 * @param samples in file order; {@link Sample#sync()} is the container's flag
 */
record EncodedMedia(List<Track> tracks, List<Sample> samples) {
  private static final byte[] FLAC_START = {'f', 'L', 'a', 'C', (byte) 0x80, 0, 0, 34};

  static final String PICTURE = "-f lavfi -i testsrc2=size=320x180:rate=25:duration=2";
  static final String TONE = "-f lavfi -i sine=frequency=440:sample_rate=48000:duration=2";

  /** Encodes with these arguments into a file of this name and reads it back. */
  static EncodedMedia encode(Path directory, String fileName, String arguments)
      throws IOException, InterruptedException {
    Path file = directory.resolve(fileName);
    Tool.run(("ffmpeg -v error -y " + arguments + " " + file).split(" "));
    Probe probe = Probe.of(file);
    List<Track> tracks = new ArrayList<>();
    for (int i = 0; i < probe.streams().size(); i++) {
      tracks.add(track(i + 1, probe.streams().get(i)));
    }
    List<Sample> samples = new ArrayList<>();
    for (Probe.Section packet : probe.packets()) {
      samples.add(
          new Sample(
              (int) packet.number("stream_index") + 1,
              packet.number("dts"),
              packet.number("pts"),
              packet.has("duration") ? packet.number("duration") : 0,
              packet.text("flags").startsWith("K"),
              packet.data().buffer()));
    }
    return new EncodedMedia(tracks, samples).completed();
  }

  private static Track track(int id, Probe.Section stream) {
    Codec codec = Codec.valueOf(stream.text("codec_name").toUpperCase(Locale.ROOT));
    String[] timeBase = stream.text("time_base").split("/", 2);
    boolean video = "video".equals(stream.text("codec_type"));
    Bytes config = codec == Codec.FLAC ? flac(stream.data()) : stream.data();
    return new Track(
        id,
        codec,
        config,
        Long.parseLong(timeBase[1]),
        0,
        video ? new VideoFormat(0, 0, 0) : null,
        video
            ? null
            : new AudioFormat((int) stream.number("sample_rate"), (int) stream.number("channels")),
        "und");
  }

  private static Bytes flac(Bytes streamInfo) {
    byte[] config = new byte[FLAC_START.length + streamInfo.length()];
    System.arraycopy(FLAC_START, 0, config, 0, FLAC_START.length);
    System.arraycopy(streamInfo.sharedArray(), 0, config, FLAC_START.length, streamInfo.length());
    return Bytes.wrap(config);
  }

  private EncodedMedia completed() {
    List<Track> complete = new ArrayList<>();
    for (Track track : tracks) {
      Keyframes keyframes = Keyframes.of(track);
      Sample first =
          samplesOf(track).stream()
              .filter(keyframes::isKeyframe)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no keyframe in " + track));
      complete.add(TrackCompletion.complete(track, first.data()));
    }
    return new EncodedMedia(complete, samples);
  }

  List<Sample> samplesOf(Track track) {
    return samples.stream().filter(sample -> sample.trackId() == track.id()).toList();
  }

  /** Whether a text occurs anywhere in the configurations. */
  boolean configsContain(String text) {
    return tracks.stream()
        .anyMatch(
            track ->
                new String(track.config().sharedArray(), StandardCharsets.ISO_8859_1)
                    .contains(text));
  }
}
