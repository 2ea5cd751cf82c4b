package io.framelog.worker.demux;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Codec;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.PacketStreamParser;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.worker.Ffmpeg;
import io.framelog.worker.NativeLibraries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MPEG-TS written by ffmpeg, with program maps that change the stream type of a PID. */
class CodecOfPidTest {
  private static final String H264 = "libx264 -preset ultrafast -bf 0 -pix_fmt yuv420p";
  private static final String HEVC = "libx265 -preset ultrafast -x265-params log-level=none";

  @TempDir Path folder;

  private final List<Announced> announced = new ArrayList<>();

  /** Codecs of ignored audio in their order, and the number of packets of each. */
  private final List<String> sounds = new ArrayList<>();

  private final List<Integer> packetsOfSounds = new ArrayList<>();

  /** Tracks, and the samples until the next announcement. */
  private static final class Announced {
    final Map<Integer, Codec> tracks;
    final Map<Codec, Integer> samples = new TreeMap<>();
    List<String> ignored = List.of();

    Announced(List<Track> tracks) {
      this.tracks = tracks.stream().collect(Collectors.toMap(Track::id, Track::codec));
    }

    int pictures() {
      return samples.entrySet().stream()
          .filter(entry -> entry.getKey().kind() == TrackKind.VIDEO)
          .mapToInt(Map.Entry::getValue)
          .sum();
    }
  }

  @BeforeAll
  static void load() {
    NativeLibraries.load();
  }

  @Test
  void announcesANewTrackWhenTheVideoCodecChanges() throws Exception {
    publish(H264 + " -c:a aac", HEVC + " -c:a aac", H264 + " -c:a aac");

    assertThat(announced).hasSize(3);
    assertThat(announced)
        .extracting(each -> each.tracks.get(1))
        .containsExactly(Codec.H264, Codec.HEVC, Codec.H264);
    assertThat(announced).allSatisfy(each -> assertThat(each.pictures()).isEqualTo(25));
    assertThat(announced)
        .allSatisfy(each -> assertThat(each.samples.get(Codec.AAC)).isBetween(40, 55));
  }

  @Test
  void ignoresAnAudioTrackThatChangesToAnUnsupportedCodec() throws Exception {
    publish(H264 + " -c:a aac", H264 + " -c:a mp2", H264 + " -c:a aac");

    assertThat(announced)
        .extracting(each -> each.tracks)
        .containsExactly(
            Map.of(1, Codec.H264, 2, Codec.AAC),
            Map.of(1, Codec.H264),
            Map.of(1, Codec.H264, 2, Codec.AAC));
    assertThat(announced.get(1).ignored)
        .singleElement()
        .satisfies(sound -> assertThat(sound).contains("mp2"));
    assertThat(announced.get(2).ignored).isEmpty();
    assertThat(announced.stream().mapToInt(Announced::pictures).sum()).isEqualTo(75);
    assertThat(announced.get(0).samples.get(Codec.AAC)).isBetween(40, 55);
    assertThat(announced.get(2).samples.get(Codec.AAC)).isBetween(40, 55);
  }

  @Test
  void ignoresAVideoTrackThatChangesToAnUnsupportedCodec() throws Exception {
    publish(H264 + " -c:a aac", "mpeg2video -c:a aac", H264 + " -c:a aac");

    assertThat(announced)
        .extracting(each -> each.tracks)
        .containsExactly(
            Map.of(1, Codec.H264, 2, Codec.AAC),
            Map.of(2, Codec.AAC),
            Map.of(1, Codec.H264, 2, Codec.AAC));
    assertThat(announced).extracting(Announced::pictures).containsExactly(25, 0, 25);
  }

  @Test
  void detectsIgnoredAudioThatChangesToAnotherIgnoredCodec() throws Exception {
    publish(H264 + " -c:a mp2", H264 + " -c:a ac3 -ac 6", H264 + " -c:a mp2");

    assertThat(sounds).containsExactly("mp2", "ac3", "mp2");
    assertThat(packetsOfSounds).hasSize(3).allSatisfy(count -> assertThat(count).isPositive());
    assertThat(announced).hasSize(1);
    assertThat(announced.get(0).pictures()).isEqualTo(75);
    assertThat(announced.get(0).ignored)
        .singleElement()
        .satisfies(sound -> assertThat(sound).contains("mp2"));
  }

  /** Concatenates parts of one second. */
  private void publish(String... codecs) throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int i = 0; i < codecs.length; i++) {
      sent.writeBytes(encode(codecs[i], i));
    }
    Path packets = folder.resolve("packets");
    try (FileChannel channel =
        FileChannel.open(packets, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      new DemuxJob("mpegts", 8 << 20)
          .run(new ByteArrayInputStream(sent.toByteArray()), new PacketStreamWriter(channel));
    }
    PacketStreamParser parser = new PacketStreamParser(ParserLimits.DEFAULT);
    parser.feed(ByteBuffer.wrap(Files.readAllBytes(packets)), this::on);
  }

  private void on(MediaEvent event) {
    if (event instanceof MediaEvent.TracksFound found) {
      Announced now = new Announced(found.tracks());
      if (announced.isEmpty() || !announced.get(announced.size() - 1).tracks.equals(now.tracks)) {
        announced.add(now);
      }
    } else if (event instanceof MediaEvent.TracksIgnored left) {
      announced.get(announced.size() - 1).ignored =
          left.ignored().stream().map(IgnoredTrack::toString).toList();
      left.sounds().forEach(sound -> sound(sound.codec().ffmpegName()));
    } else if (event instanceof MediaEvent.SampleRead read) {
      Announced now = announced.get(announced.size() - 1);
      Codec codec = now.tracks.get(read.sample().trackId());
      if (codec != null) {
        now.samples.merge(codec, 1, Integer::sum);
      } else if (!packetsOfSounds.isEmpty()) {
        int last = packetsOfSounds.size() - 1;
        packetsOfSounds.set(last, packetsOfSounds.get(last) + 1);
      }
    }
  }

  private void sound(String codec) {
    if (sounds.isEmpty() || !sounds.get(sounds.size() - 1).equals(codec)) {
      sounds.add(codec);
      packetsOfSounds.add(0);
    }
  }

  private byte[] encode(String codecs, int second) throws IOException, InterruptedException {
    Path file = folder.resolve(second + ".ts");
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-f", "lavfi"));
    command.addAll(List.of("-i", "testsrc2=s=160x120:r=25", "-f", "lavfi", "-i", "sine=r=48000"));
    command.addAll(List.of("-t", "1", "-output_ts_offset", Integer.toString(second)));
    command.addAll(List.of(("-c:v " + codecs).split(" ")));
    command.addAll(List.of("-f", "mpegts", file.toString()));
    Ffmpeg.run(command);
    return Files.readAllBytes(file);
  }
}
