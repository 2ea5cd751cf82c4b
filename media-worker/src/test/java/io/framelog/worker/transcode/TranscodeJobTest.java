package io.framelog.worker.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.ForeignSound;
import io.framelog.media.MediaEvent;
import io.framelog.media.Sample;
import io.framelog.media.SoundCodec;
import io.framelog.media.Track;
import io.framelog.media.container.ContainerDetector;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.Detection;
import io.framelog.media.container.ParsedContainer;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.PacketStreamParser;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.media.container.packet.SoundMessages;
import io.framelog.worker.Ffmpeg;
import io.framelog.worker.NativeLibraries;
import io.framelog.worker.demux.DemuxJob;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transcodes audio encoded by ffmpeg, from a container's bytes to AAC or Opus. */
class TranscodeJobTest {
  private static final int RATE = 48_000;
  private static final int PRIMING = 1024;

  /** A beep of 0.1 s, 0.5 s after the start. */
  private static final String BEEP =
      "aevalsrc=exprs='if(between(t,0.5,0.6),0.5*sin(2*PI*1000*t),0)':s=48000:d=2";

  @TempDir Path folder;

  /** The output of a job. */
  private static final class Made {
    @Nullable Track track;
    final List<Long> times = new ArrayList<>();
    final List<Bytes> data = new ArrayList<>();

    Track track() {
      return Objects.requireNonNull(track, "the job announced no track");
    }
  }

  /** An audio track as found by a parser. */
  private static final class Found {
    @Nullable ForeignSound sound;
    final List<Sample> samples = new ArrayList<>();

    ForeignSound sound() {
      return Objects.requireNonNull(sound, "the parser found no sound");
    }

    void on(MediaEvent event) {
      if (event instanceof MediaEvent.TracksIgnored ignored && !ignored.sounds().isEmpty()) {
        sound = ignored.sounds().get(0);
      } else if (event instanceof MediaEvent.TracksFound found) {
        for (Track track : found.tracks()) {
          if (track.audio() != null) {
            sound = ForeignSound.of(track, SoundCodec.of(track.codec()).orElseThrow());
          }
        }
      } else if (event instanceof MediaEvent.SampleRead read
          && sound != null
          && read.sample().trackId() == sound.id()) {
        Sample sample = read.sample();
        ByteBuffer copy = Bytes.copyOf(sample.data()).buffer();
        samples.add(
            new Sample(
                sample.trackId(), sample.dts(), sample.pts(), sample.duration(), true, copy));
      }
    }
  }

  @BeforeAll
  static void load() {
    NativeLibraries.load();
  }

  @ParameterizedTest
  @CsvSource({
    "matroska, mp2 -b:a 192k, mp2, 1",
    "matroska, ac3, ac3, 1",
    "matroska, eac3, eac3, 1",
    "matroska, dca -strict -2, dts, 1",
    "matroska, pcm_s16le, pcm_s16le, 1",
    "matroska, pcm_alaw -ar 8000, pcm_alaw, 1",
    "matroska, pcm_mulaw -ar 8000, pcm_mulaw, 1",
    "matroska, libvorbis, vorbis, 1",
    "matroska, libmp3lame, mp3, 1",
    "matroska, ac3 -ac 6, ac3, 2",
    "mp4, mp2, mp2, 1",
    "mov, pcm_mulaw -ar 8000, pcm_mulaw, 1",
    "mpegts, mp2, mp2, 1",
    "mpegts, ac3, ac3, 1",
    "mpegts, eac3, eac3, 1",
    "mpegts, dca -strict -2, dts, 1",
    "mpegts, aac -mpegts_flags latm, aac_latm, 1",
    "flv, pcm_alaw -ar 8000, pcm_alaw, 1",
    "flv, pcm_s16le -ar 44100, pcm_s16le, 1",
    "matroska, pcm_s24be, pcm_s24be, 1",
    "matroska, pcm_f64le, pcm_f64le, 1",
    "matroska, alac, alac, 1",
    "matroska, truehd -strict -2, truehd, 2",
    "matroska, adpcm_ms, adpcm_ms, 1",
    "matroska, adpcm_ima_wav, adpcm_ima_wav, 1",
    "matroska, adpcm_yamaha, adpcm_yamaha, 1",
    "matroska, g722 -ar 16000, adpcm_g722, 1",
    "matroska, g726 -ar 8000, adpcm_g726, 1",
    "mp4, alac, alac, 1",
    "mov, alac, alac, 1",
    "mov, pcm_s16be, pcm_s16be, 1",
    "mov, pcm_s24le, pcm_s24le, 1",
    "mov, pcm_s32be, pcm_s32be, 1",
    "mov, pcm_f32le, pcm_f32le, 1",
    "mov, pcm_u8, pcm_u8, 1",
    "mov, pcm_s8, pcm_s8, 1",
    "mov, adpcm_ms, adpcm_ms, 1",
    "mov, adpcm_ima_wav, adpcm_ima_wav, 1",
    "mpegts, pcm_bluray -ac 2 -mpegts_m2ts_mode 1, pcm_bluray, 2",
    "mpegts, s302m -strict -2 -ac 2, s302m, 2",
    "flv, adpcm_swf -ar 44100, adpcm_swf, 1",
    "flv, nellymoser -ar 22050, nellymoser, 1",
    "flv, libspeex -ar 16000, speex, 1",
  })
  void preservesThePublishersPresentationTimes(
      String format, String codec, SoundCodec expected, int channels) throws Exception {
    Path file = encode(format, codec);
    Found found = parse(format, file);
    assertThat(found.sound().codec()).isEqualTo(expected);

    Made made = transcode("aac", found.sound(), found.samples);

    assertThat(made.track().codec()).isEqualTo(Codec.AAC);
    assertThat(made.track().audio()).isEqualTo(new AudioFormat(RATE, channels));
    assertThat(made.track().timescale()).isEqualTo(RATE);
    for (int i = 1; i < made.times.size(); i++) {
      assertThat(made.times.get(i) - made.times.get(i - 1))
          .as("distance of frame " + i)
          .isEqualTo(PRIMING);
    }
    double first = (double) found.samples.get(0).pts() / found.sound().timescale();
    // the first block of Vorbis decodes to no samples
    assertThat((made.times.get(0) + PRIMING) / (double) RATE)
        .isBetween(first - 0.001, first + (expected.ffmpegName().equals("vorbis") ? 0.025 : 0.001));
    double meant = onset(file, 0);
    double heard = onset(adts(made, channels), made.times.get(0) / (double) RATE);
    System.out.printf(
        "%s %s: beep at %.4f s of the publisher's, heard at %.4f s, %+.1f ms%n",
        format, codec, meant, heard, 1000 * (heard - meant));
    assertThat(heard).isBetween(meant - 0.003, meant + 0.003);
  }

  @Test
  void transcodesToOpusForVideoInWebm() throws Exception {
    Found found = parse("matroska", encode("matroska", "pcm_alaw -ar 8000"));

    Made made = transcode("opus", found.sound(), found.samples);

    assertThat(made.track().codec()).isEqualTo(Codec.OPUS);
    assertThat(made.times.size()).isBetween(98, 102);
  }

  @Test
  void announcesEachTrackAndStartsItAtItsOwnTime() throws Exception {
    Found found = parse("matroska", encode("matroska", "mp2"));
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    in.writeBytes(SoundMessages.preamble().array());
    for (int i = 0; i < 2; i++) {
      write(in, found.sound(), found.samples);
    }

    List<String> reports = new ArrayList<>();
    Made made = run("aac", in.toByteArray(), reports);

    assertThat(reports).containsExactly("sound 1", "sound 2");
    int half = made.times.size() / 2;
    long restart =
        java.util.stream.IntStream.range(1, made.times.size())
            .filter(i -> made.times.get(i) < made.times.get(i - 1))
            .findFirst()
            .orElseThrow();
    assertThat(restart).isBetween(half - 3L, half + 3L);
    assertThat(made.times.get((int) restart)).isEqualTo(made.times.get(0));
  }

  @Test
  void damagedFramesLoseOnlyTheirOwnTime() throws Exception {
    Found found = parse("matroska", encode("matroska", "mp2"));
    byte[] rubbish = new byte[500];
    new Random(1).nextBytes(rubbish);
    for (int i = 20; i < 25; i++) {
      Sample sample = found.samples.get(i);
      found.samples.set(
          i,
          new Sample(
              sample.trackId(), sample.dts(), sample.pts(), 0, true, ByteBuffer.wrap(rubbish)));
    }

    Made made = transcode("aac", found.sound(), found.samples);

    long last = made.times.get(made.times.size() - 1);
    assertThat(last).isBetween(2L * RATE - 4 * PRIMING, 2L * RATE);
  }

  @Test
  void failsWhenNothingCanBeDecoded() {
    byte[] rubbish = new byte[500];
    new Random(1).nextBytes(rubbish);
    ForeignSound sound =
        new ForeignSound(2, SoundCodec.AC3, Bytes.EMPTY, 1000, 48_000, 2, true, "und");
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      samples.add(new Sample(2, i * 32L, i * 32L, 0, true, ByteBuffer.wrap(rubbish)));
    }

    assertThatThrownBy(() -> transcode("aac", sound, samples))
        .hasMessageContaining("none of the first 50 packets is ac3 that can be decoded");
  }

  @Test
  void failsAtTheEndOfAShortTrackThatCannotBeDecoded() {
    byte[] rubbish = new byte[500];
    new Random(1).nextBytes(rubbish);
    for (boolean framed : new boolean[] {true, false}) {
      ForeignSound sound =
          new ForeignSound(2, SoundCodec.MP2, Bytes.EMPTY, 1000, 48_000, 2, framed, "und");
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < 45; i++) {
        samples.add(new Sample(2, i * 32L, i * 32L, 0, true, ByteBuffer.wrap(rubbish)));
      }

      assertThatThrownBy(() -> transcode("aac", sound, samples))
          .as("framed: %s", framed)
          .hasMessageContaining("none of its 45 packets is mp2 that can be decoded");
    }
  }

  @Test
  void refusesACodecWithoutADecoder() {
    ForeignSound sound =
        new ForeignSound(2, new SoundCodec("ac4"), Bytes.EMPTY, 1000, 48_000, 2, true, "und");

    assertThatThrownBy(() -> transcode("aac", sound, List.of()))
        .hasMessageContaining("this build of FFmpeg has no decoder for ac4");
  }

  @Test
  void refusesAnInvalidConfiguration() {
    ForeignSound sound =
        new ForeignSound(2, new SoundCodec("vorbis"), Bytes.EMPTY, 1000, 48_000, 2, true, "und");

    assertThatThrownBy(() -> transcode("aac", sound, List.of()))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("decoder refuses this vorbis");
  }

  private Made transcode(String codec, ForeignSound sound, List<Sample> samples)
      throws IOException {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    in.writeBytes(SoundMessages.preamble().array());
    write(in, sound, samples);
    return run(codec, in.toByteArray(), new ArrayList<>());
  }

  private static void write(ByteArrayOutputStream in, ForeignSound sound, List<Sample> samples) {
    in.writeBytes(SoundMessages.sound(sound).array());
    for (Sample sample : samples) {
      in.writeBytes(SoundMessages.packet(sample).array());
    }
  }

  private Made run(String codec, byte[] in, List<String> reports) throws IOException {
    Path said = folder.resolve("said");
    try (FileChannel channel =
        FileChannel.open(
            said,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      new TranscodeJob(codec).run(new ByteArrayInputStream(in), new PacketStreamWriter(channel));
    }
    Made made = new Made();
    PacketStreamParser parser = new PacketStreamParser(ParserLimits.DEFAULT, reports::add);
    parser.feed(
        ByteBuffer.wrap(Files.readAllBytes(said)),
        event -> {
          if (event instanceof MediaEvent.TracksFound found) {
            made.track = found.tracks().get(0);
          } else if (event instanceof MediaEvent.SampleRead read) {
            made.times.add(read.sample().pts());
            made.data.add(Bytes.copyOf(read.sample().data()));
          }
        });
    return made;
  }

  private Found parse(String format, Path file) throws IOException {
    Found found = new Found();
    byte[] bytes = Files.readAllBytes(file);
    Detection container = ContainerDetector.detect(ByteBuffer.wrap(bytes), true);
    ContainerParser parser;
    if (container instanceof ParsedContainer parsed) {
      parser = parsed.parser(ParserLimits.DEFAULT);
    } else {
      bytes = demux(format, bytes);
      parser = new PacketStreamParser(ParserLimits.DEFAULT);
    }
    parser.feed(ByteBuffer.wrap(bytes), found::on);
    return found;
  }

  private byte[] demux(String format, byte[] container) throws IOException {
    Path packets = folder.resolve("packets");
    try (FileChannel channel =
        FileChannel.open(packets, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      new DemuxJob(format, 8 << 20)
          .run(new ByteArrayInputStream(container), new PacketStreamWriter(channel));
    }
    return Files.readAllBytes(packets);
  }

  private Path encode(String format, String codec) throws Exception {
    Path file = folder.resolve("published");
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-f", "lavfi"));
    command.addAll(List.of("-i", "testsrc2=s=160x120:r=25", "-f", "lavfi", "-i", BEEP));
    command.addAll(List.of("-t", "2", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0"));
    command.addAll(List.of(("-pix_fmt yuv420p -c:a " + codec).split(" ")));
    if (format.equals("mp4") || format.equals("mov")) {
      command.addAll(List.of("-movflags", "+empty_moov+default_base_moof+frag_every_frame"));
    }
    command.addAll(List.of("-f", format, file.toString()));
    Ffmpeg.run(command);
    return file;
  }

  /** Frames of AAC-LC at 48 kHz with a header each, ISO/IEC 13818-7 §6.2. */
  private Path adts(Made made, int channels) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Bytes frame : made.data) {
      int length = 7 + frame.length();
      out.writeBytes(
          new byte[] {
            (byte) 0xff,
            (byte) 0xf1,
            (byte) (1 << 6 | 3 << 2 | channels >> 2),
            (byte) ((channels & 3) << 6 | length >> 11),
            (byte) (length >> 3),
            (byte) (length << 5 | 0x1f),
            (byte) 0xfc
          });
      out.writeBytes(frame.toArray());
    }
    return Files.write(folder.resolve("made.aac"), out.toByteArray());
  }

  /**
   * Start of the decoded beep: the middle of the time in which the amplitude exceeds a tenth, minus
   * half the beep, so that the codec's spreading around it does not count.
   *
   * @param from start time of the file, seconds; its own timestamps if it has any
   */
  private double onset(Path file, double from) throws Exception {
    Path pcm = folder.resolve("pcm");
    boolean timed = !file.toString().endsWith(".aac");
    String filter = timed ? "aresample=48000:first_pts=0" : "aresample=48000";
    Ffmpeg.run(
        List.of(
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-copyts",
            "-i",
            file.toString(),
            "-map",
            "0:a:0",
            "-af",
            filter,
            "-ac",
            "1",
            "-f",
            "s16le",
            pcm.toString()));
    ByteBuffer samples = ByteBuffer.wrap(Files.readAllBytes(pcm)).order(ByteOrder.LITTLE_ENDIAN);
    int first = -1;
    int last = -1;
    for (int i = 0; i < samples.limit() / 2; i++) {
      if (Math.abs(samples.getShort(2 * i)) > 3000) {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    assertThat(first).as("a beep in " + file).isNotNegative();
    return from + (first + last) / 2.0 / RATE - 0.05;
  }
}
