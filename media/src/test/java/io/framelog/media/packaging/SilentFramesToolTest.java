package io.framelog.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Sample;
import io.framelog.media.Tool;
import io.framelog.media.Track;
import io.framelog.media.codec.AacConfigWriter;
import io.framelog.media.codec.OpusHead;
import io.framelog.media.codec.SilentFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decodes silent frames, which were made without an encoder, with ffmpeg. */
class SilentFramesToolTest {
  private static final int FRAMES = 100;

  private final Path folder;

  SilentFramesToolTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Track track(Codec codec, Bytes config, int sampleRate, int channels) {
    AudioFormat format = new AudioFormat(sampleRate, channels);
    return new Track(1, codec, config, sampleRate, 0, null, format, "und");
  }

  /** Object type 2, rate 48,000 or 44,100 Hz, a channel configuration, and the frame's length. */
  private static Bytes aac(int rateIndex, int configuration, boolean shortFrames) {
    int bits = 2 << 11 | rateIndex << 7 | configuration << 3 | (shortFrames ? 4 : 0);
    return Bytes.wrap(new byte[] {(byte) (bits >>> 8), (byte) bits});
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 4", "5, 5", "6, 6", "7, 8", "11, 7", "12, 8"})
  void aacOfEachChannelConfigurationIsSilent(int configuration, int channels) throws Exception {
    Track aac = track(Codec.AAC, aac(3, configuration, false), 48_000, channels);

    assertThat(heard(aac, "mp4")).isEqualTo(new Heard(FRAMES * 1024 * channels, 0));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "6, 6"})
  void aacOfShortFramesIsSilentForAsLong(int configuration, int channels) throws Exception {
    Track aac = track(Codec.AAC, aac(4, configuration, true), 44_100, channels);

    assertThat(heard(aac, "mp4")).isEqualTo(new Heard(FRAMES * 960 * channels, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void opusIsSilent(int channels) throws Exception {
    Bytes config = new OpusHead(channels, 0, 48_000, 0, 0, Bytes.EMPTY).toBytes();
    Track opus = track(Codec.OPUS, config, 48_000, channels);

    assertThat(heard(opus, "mp4")).isEqualTo(new Heard(FRAMES * 960 * channels, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 02010002 01",
    "4, 02020001 0203",
    "6, 04020004 01020305",
    "8, 05030006 010203040507"
  })
  void opusOfSeveralStreamsIsSilent(int channels, String mapping) throws Exception {
    Bytes map = Bytes.wrap(HexFormat.of().parseHex(mapping.replace(" ", "")));
    Bytes config = new OpusHead(channels, 0, 48_000, 0, 1, map).toBytes();
    Track opus = track(Codec.OPUS, config, 48_000, channels);

    assertThat(heard(opus, "mp4")).isEqualTo(new Heard(FRAMES * 960 * channels, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "-c:a aac -ac 1, a.mp4",
    "-c:a aac -ac 2 -ar 44100, a.mp4",
    "-c:a aac -ac 6, a.mp4",
    "-c:a libopus -ac 1, a.webm",
    "-c:a libopus -ac 2, a.webm",
    "-c:a libopus -ac 6, a.webm",
    "-c:a libopus -application voip -b:a 12k -ac 1, a.webm",
  })
  void canBeMixedWithFramesOfARealEncoder(String encoding, String name) throws Exception {
    EncodedMedia tone = EncodedMedia.encode(folder, name, EncodedMedia.TONE + " " + encoding);
    Track track = tone.tracks().get(0);
    SilentFrames silence = SilentFrames.of(track).orElseThrow();
    Packager packager = Packagers.forTracks(List.of(track));
    long frame = silence.ticks(1, packager.timescale(0));
    long time = 0;

    // given a second of audio, one of silence, and one of audio
    int third = 50;
    for (int i = 0; i < 3 * third; i++) {
      boolean silent = i / third == 1;
      Sample real = tone.samples().get(i % third);
      assertThat(silence.suit(real.data())).isTrue();
      packager.add(0, time, time, frame, true, silent ? silence.frame() : real.data());
      time += frame;
    }
    ShortBuffer pcm = decode(packager, "mp4");

    int samples = pcm.limit() / 3;
    // decoders fade within the frames at the transitions
    assertThat(loudest(pcm, samples / 4, samples * 3 / 4)).as("before").isGreaterThan(1_000);
    assertThat(loudest(pcm, samples * 5 / 4, samples * 7 / 4)).as("silence").isLessThan(2);
    assertThat(loudest(pcm, samples * 9 / 4, samples * 11 / 4)).as("after").isGreaterThan(1_000);
  }

  @Test
  void otherCodecsAndConfigurationsHaveNone() {
    assertThat(SilentFrames.of(track(Codec.MP3, Bytes.EMPTY, 48_000, 2))).isEmpty();
    assertThat(SilentFrames.of(track(Codec.AAC, Bytes.EMPTY, 48_000, 2))).isEmpty();
    Bytes sbr = AacConfigWriter.withSbr(24_000, 2);
    assertThat(SilentFrames.of(track(Codec.AAC, sbr, 48_000, 2))).isEmpty();
    Bytes explicitSbr = Bytes.wrap(HexFormat.of().parseHex("2b118800"));
    assertThat(SilentFrames.of(track(Codec.AAC, explicitSbr, 48_000, 2))).isEmpty();
    Bytes main = Bytes.wrap(HexFormat.of().parseHex("0990"));
    assertThat(SilentFrames.of(track(Codec.AAC, main, 48_000, 2))).isEmpty();
  }

  @Test
  void aacWhoseFramesDescribeTheirChannelsHasNone() {
    SilentFrames silence =
        SilentFrames.of(track(Codec.AAC, aac(3, 6, false), 48_000, 6)).orElseThrow();

    assertThat(silence.suit(ByteBuffer.wrap(new byte[] {(byte) 0xa0, 0}))).isFalse();
    assertThat(silence.suit(silence.frame())).isTrue();
  }

  /** Decodes a hundred silent frames. */
  private Heard heard(Track track, String extension) throws Exception {
    SilentFrames silence = SilentFrames.of(track).orElseThrow();
    Packager packager = Packagers.forTracks(List.of(track));
    long timescale = packager.timescale(0);
    for (int i = 0; i < FRAMES; i++) {
      long at = silence.ticks(i, timescale);
      packager.add(0, at, at, silence.ticks(i + 1, timescale) - at, true, silence.frame());
    }
    ShortBuffer pcm = decode(packager, extension);
    return new Heard(pcm.limit(), loudest(pcm, 0, pcm.limit()));
  }

  /**
   * @param samples of all channels
   * @param loudest 0..32768
   */
  private record Heard(int samples, int loudest) {}

  private static int loudest(ShortBuffer pcm, int from, int to) {
    int loudest = 0;
    for (int i = from; i < to; i++) {
      loudest = Math.max(loudest, Math.abs(pcm.get(i)));
    }
    return loudest;
  }

  private ShortBuffer decode(Packager packager, String extension)
      throws IOException, InterruptedException {
    Path file = folder.resolve("silence." + extension);
    Path pcm = folder.resolve("silence.pcm");
    Bytes init = packager.initSegment().bytes();
    Bytes part = packager.finishPart();
    Files.write(file, init.toArray());
    Files.write(file, part.toArray(), java.nio.file.StandardOpenOption.APPEND);
    Tool.run(
        "ffmpeg", "-v", "error", "-xerror", "-y", "-i", file.toString(), "-f", "s16le", "" + pcm);
    return ByteBuffer.wrap(Files.readAllBytes(pcm)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }
}
