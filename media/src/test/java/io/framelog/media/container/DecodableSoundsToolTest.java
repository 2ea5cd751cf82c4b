package io.framelog.media.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.ForeignSound;
import io.framelog.media.MediaEvent;
import io.framelog.media.SoundCodec;
import io.framelog.media.Tool;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ignored audio is read completely, so that it can be decoded. */
class DecodableSoundsToolTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "mp4, mp2, mp2",
    "mp4, ac3 -movflags +delay_moov, ac3",
    "mp4, eac3 -movflags +delay_moov, eac3",
    "mp4, dca -strict -2, dts",
    "mov, pcm_s16le, pcm_s16le",
    "mov, pcm_alaw -ar 8000, pcm_alaw",
    "mov, pcm_mulaw -ar 8000, pcm_mulaw",
    "matroska, mp2, mp2",
    "matroska, ac3, ac3",
    "matroska, eac3, eac3",
    "matroska, dca -strict -2, dts",
    "matroska, pcm_s16le, pcm_s16le",
    "matroska, pcm_s24le, pcm_s24le",
    "matroska, pcm_f32le, pcm_f32le",
    "matroska, pcm_alaw -ar 8000, pcm_alaw",
    "matroska, pcm_mulaw -ar 8000, pcm_mulaw",
    "mp4, alac, alac",
    "mp4, truehd -strict -2 -movflags +delay_moov, truehd",
    "mov, alac, alac",
    "mov, pcm_s24le, pcm_s24le",
    "mov, pcm_f64be, pcm_f64be",
    "mov, pcm_u8, pcm_u8",
    "mov, adpcm_ima_qt, adpcm_ima_qt",
    "mov, adpcm_ms, adpcm_ms",
    "mov, dca -strict -2, dts",
    "matroska, alac, alac",
    "matroska, truehd -strict -2, truehd",
    "matroska, mlp -strict -2, mlp",
    "matroska, adpcm_ms, adpcm_ms",
    "matroska, adpcm_ima_wav, adpcm_ima_wav",
    "matroska, wmav2, wmav2",
    "matroska, pcm_s64le, pcm_s64le",
  })
  void readsIgnoredAudioCompletely(String format, String sound, SoundCodec codec) throws Exception {
    Path file = encode(format, sound);
    List<MediaEvent.TracksIgnored> ignored = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    long[] bytes = new long[1];
    byte[] published = Files.readAllBytes(file);

    DetectedParser.of(published)
        .feed(
            ByteBuffer.wrap(published),
            event -> {
              if (event instanceof MediaEvent.TracksIgnored tracks) {
                ignored.add(tracks);
              } else if (event instanceof MediaEvent.SampleRead read
                  && read.sample().trackId() == 2) {
                times.add(read.sample().pts());
                bytes[0] += read.sample().data().remaining();
              }
            });

    List<ForeignSound> sounds = ignored.get(ignored.size() - 1).sounds();
    assertThat(sounds).extracting(ForeignSound::codec).containsExactly(codec);
    List<String> packets = packets(file);
    assertThat(bytes[0])
        .isEqualTo(packets.stream().mapToLong(p -> Long.parseLong(p.split(",", -1)[1])).sum());
    double first = Double.parseDouble(packets.get(0).split(",", -1)[0]);
    assertThat((double) times.get(0) / sounds.get(0).timescale())
        .isBetween(first - 0.002, first + 0.002);
  }

  /** Time in seconds and bytes of each audio packet. */
  private static List<String> packets(Path file) throws Exception {
    return Tool.run(
            "ffprobe",
            "-v",
            "error",
            "-select_streams",
            "a",
            "-show_entries",
            "packet=pts_time,size",
            "-of",
            "csv=p=0",
            file.toString())
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private Path encode(String format, String sound) throws Exception {
    Path file = folder.resolve("published." + format);
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "fatal", "-y", "-f", "lavfi"));
    command.addAll(List.of("-i", "testsrc2=s=160x120:r=25", "-f", "lavfi", "-i", "sine=r=48000"));
    command.addAll(List.of("-t", "1", "-c:v", "libx264", "-preset", "ultrafast", "-g", "5"));
    command.addAll(List.of(("-pix_fmt yuv420p -c:a " + sound).split(" ")));
    if (!format.equals("matroska")) {
      command.addAll(List.of("-movflags", "+empty_moov+default_base_moof+frag_every_frame"));
    }
    command.addAll(List.of("-f", format, file.toString()));
    Tool.run(command.toArray(String[]::new));
    return file;
  }
}
