package io.framelog.media.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.ProbedPacket;
import io.framelog.media.Tool;
import io.framelog.media.chunk.Chunker;
import io.framelog.media.chunk.ChunkerSettings;
import io.framelog.media.chunk.RecordingChunkSink;
import io.framelog.media.chunk.StreamEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tracks that ffmpeg muxes with a video and Framelog cannot carry: the video continues, and the
 * tracks are reported.
 */
class LeftOutTracksToolTest {
  private static final int FRAMES = 25;
  private static final String H264 =
      "-c:v libx264 -preset ultrafast -g 5 -pix_fmt yuv420p -flags +bitexact";
  private static final String FRAGMENTS =
      "-movflags +empty_moov+default_base_moof+frag_every_frame -f";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "mp4, mp2, mp2",
    "mp4, ac3 -movflags +delay_moov, ac-3",
    "mp4, eac3 -movflags +delay_moov, ec-3",
    "mp4, dca -strict -2, mp4a.a9",
    "mov, pcm_s16le, sowt",
    "mov, pcm_alaw, alaw",
    "mov, pcm_mulaw, ulaw",
    "matroska, mp2, A_MPEG/L2",
    "matroska, ac3, A_AC3",
    "matroska, eac3, A_EAC3",
    "matroska, dca -strict -2, A_DTS",
    "matroska, pcm_s16le, A_PCM/INT/LIT",
    "matroska, pcm_mulaw, pcm_mulaw",
    "matroska, libvorbis, vorbis",
  })
  void unsupportedAudioNeverEndsTheVideo(String format, String sound, String codec)
      throws Exception {
    // given the unsupported audio track alone, and before a supported one
    Chunked alone = chunk(publish(format, "-map 1 -c:a " + sound));
    Chunked beside = chunk(publish(format, "-map 1 -map 1 -c:a:0 " + sound + " -c:a:1 aac"));

    // then the video is complete, the supported track is carried, and the other one is named
    assertThat(frames(alone)).isEqualTo(FRAMES);
    assertThat(alone.lastMime()).doesNotContain("mp4a");
    assertThat(alone.ignored).extracting(IgnoredTrack::codec).containsExactly(codec);
    assertThat(alone.ignored).extracting(IgnoredTrack::kind).containsOnly(IgnoredTrack.Kind.AUDIO);
    assertThat(alone.ignored).allSatisfy(track -> assertThat(track.reason()).isNotBlank());
    assertThat(frames(beside)).isEqualTo(FRAMES);
    assertThat(beside.lastMime()).contains("mp4a.40.2");
    assertThat(beside.ignored).extracting(IgnoredTrack::codec).containsExactly(codec);
  }

  @Test
  void namesSubtitlesAndFurtherVideoAndAudioTracks() throws Exception {
    Path subtitles =
        Files.writeString(folder.resolve("s.srt"), "1\n00:00:00,0 --> 00:00:01,0\nA\n");
    String more = "-map 1 -map 1 -map 0 -map 2 -c:a aac -metadata:s:a:1 language=deu ";

    Chunked mp4 = chunk(publish(subtitles, "mp4", more + "-c:s mov_text"));
    Chunked mkv = chunk(publish(subtitles, "matroska", more + "-c:s srt"));

    assertThat(frames(mp4)).isEqualTo(FRAMES);
    assertThat(mp4.ignored)
        .extracting(IgnoredTrack::toString)
        .containsExactlyInAnyOrder(
            "subtitle tx3g: Framelog does not carry this codec",
            "audio aac: a stream carries one audio track, choose this one with audio=2",
            "video h264: a stream carries one video track, the first");
    assertThat(frames(mkv)).isEqualTo(FRAMES);
    assertThat(mkv.ignored)
        .extracting(IgnoredTrack::codec)
        .containsExactlyInAnyOrder("S_TEXT/UTF8", "aac", "h264");
    assertThat(mkv.ignored).extracting(IgnoredTrack::language).contains("deu");
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, 5.1(side), SL=c0|SR=c0, false",
    "mp4, 5.1, BL=c0|BR=c0, true",
    "matroska, 5.1(side), SL=c0|SR=c0, false",
    "matroska, 5.1, BL=c0|BR=c0, true"
  })
  void carriesSixChannelAacThatBrowsersSupport(
      String format, String layout, String surround, boolean carried) throws Exception {
    // 5.1(side) is channel configuration 0, for which Chromium refuses the whole stream
    String pan = " -af pan=" + layout + "|FL=c0|FR=c0|FC=c0|LFE=c0|" + surround;

    Chunked got = chunk(publish(format, "-map 1 -c:a aac" + pan));

    assertThat(frames(got)).isEqualTo(FRAMES);
    assertThat(got.ignored.isEmpty()).isEqualTo(carried);
    assertThat(got.lastMime().contains("mp4a.40.2")).isEqualTo(carried);
  }

  @ParameterizedTest
  @CsvSource({"mp4, 1", "mp4, 2", "matroska, 1", "matroska, 2"})
  void ignoresAacWithAnInvalidPayload(String format, int channels) throws Exception {
    Path file = publish(format, "-map 1 -c:a aac -ac " + channels);
    assertThat(chunk(file).lastMime()).contains("mp4a.40.2");

    Chunked got = chunk(withRubbishForSound(file));

    // then it is missing in the second header, and the video is complete
    assertThat(got.sink.headers).hasSize(FRAMES / 5);
    Path delivered = Files.write(folder.resolve("from-second"), got.sink.from(1));
    assertThat(ProbedPacket.of(delivered)).extracting(ProbedPacket::kind).containsOnly("video");
    assertThat(ProbedPacket.of(delivered)).hasSize(FRAMES - 5);
    assertThat(got.lastMime()).doesNotContain("mp4a");
    assertThat(got.ignored)
        .extracting(IgnoredTrack::toString)
        .containsExactly("audio aac: AAC: 3 of the first 3 samples are not AAC frames");
  }

  @Test
  void carriesAacWithoutConfigurationByItsSampleEntry() throws Exception {
    Path file = publish("mp4", "-map 1 -c:a aac -ac 2 -ar 44100");
    byte[] bytes = Files.readAllBytes(file);
    int config = indexOf(bytes, new byte[] {5, (byte) 0x80, (byte) 0x80, (byte) 0x80, 5, 0x12});
    bytes[config] = 6; // no DecoderSpecificInfo follows

    Chunked got = chunk(Files.write(file, bytes));

    assertThat(got.ignored).isEmpty();
    assertThat(frames(got)).isEqualTo(FRAMES);
    assertThat(got.lastMime()).contains("mp4a.40.2");
    Path delivered = Files.write(folder.resolve("delivered.mp4"), got.sink.from(0));
    String probed =
        Tool.run(
            "ffprobe",
            "-v",
            "error",
            "-select_streams",
            "a",
            "-show_entries",
            "stream=sample_rate,channels",
            "-of",
            "csv=p=0",
            delivered.toString());
    assertThat(probed.strip()).isEqualTo("44100,2");
  }

  /** Changes the bytes of the audio frames, except those too short to be found. */
  private Path withRubbishForSound(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<byte[]> frames = new ArrayList<>();
    DetectedParser.of(bytes)
        .feed(
            ByteBuffer.wrap(bytes),
            event -> {
              if (event instanceof MediaEvent.SampleRead read && read.sample().trackId() == 2) {
                byte[] frame = new byte[read.sample().data().remaining()];
                read.sample().data().get(frame);
                frames.add(frame);
              }
            });
    Random random = new Random(1);
    for (byte[] frame : frames) {
      int at = indexOf(bytes, frame);
      byte[] rubbish = new byte[frame.length];
      random.nextBytes(rubbish);
      rubbish[0] = (byte) (rubbish[0] | 0xe0); // an element that cannot begin a frame
      System.arraycopy(rubbish, 0, bytes, at, rubbish.length);
    }
    return Files.write(file, bytes);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError("bytes not found");
  }

  private Path publish(String format, String tracks) throws Exception {
    return publish(null, format, tracks);
  }

  private Path publish(@Nullable Path subtitles, String format, String tracks) throws Exception {
    Path file = Files.createTempFile(folder, "published", "." + format);
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "fatal", "-y", "-f", "lavfi"));
    command.addAll(List.of("-i", "testsrc2=s=160x120:r=25", "-f", "lavfi", "-i", "sine=r=48000"));
    if (subtitles != null) {
      command.addAll(List.of("-i", subtitles.toString()));
    }
    command.addAll(List.of("-t", "1", "-map", "0"));
    command.addAll(List.of((H264 + " " + tracks).split(" ")));
    command.addAll(List.of((format.equals("matroska") ? "-f" : FRAGMENTS).split(" ")));
    command.add(format);
    command.add(file.toString());
    Tool.run(command.toArray(String[]::new));
    return file;
  }

  private long frames(Chunked chunked) throws Exception {
    assertThat(chunked.sink.headers).as("chunks").hasSize(FRAMES / 5);
    Path delivered = Files.createTempFile(folder, "delivered", ".mp4");
    Files.write(delivered, chunked.sink.from(0));
    return ProbedPacket.of(delivered).stream().filter(p -> p.kind().equals("video")).count();
  }

  private static Chunked chunk(Path file) throws IOException {
    RecordingChunkSink sink = new RecordingChunkSink();
    Chunker chunker =
        new Chunker(
            ChunkerSettings.DEFAULT.withChunks(0, 0),
            StreamEnd.EMPTY,
            InstantSource.system(),
            sink);
    byte[] bytes = Files.readAllBytes(file);
    ContainerParser parser = DetectedParser.of(bytes);
    parser.feed(ByteBuffer.wrap(bytes), chunker);
    parser.finish(chunker);
    chunker.finish();
    return new Chunked(sink, chunker.ignoredTracks());
  }

  /** The chunker's output for a publisher's file. */
  private record Chunked(RecordingChunkSink sink, List<IgnoredTrack> ignored) {
    String lastMime() {
      return sink.headers.get(sink.headers.size() - 1).initSegment().mime();
    }
  }
}
