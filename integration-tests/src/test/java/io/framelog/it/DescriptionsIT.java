package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.NewFfmpeg;
import io.framelog.it.publish.PacedFile;
import io.framelog.it.watch.Description;
import io.framelog.it.watch.Take;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares ffprobe's description of a viewer's tracks with that of the published ones, for every
 * container and codec, and prints both.
 */
@ExtendWith(SharedCluster.class)
class DescriptionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PACE = Duration.ofSeconds(3);
  private static final int AT_ONCE = 10;
  private static final String BT_709 =
      " -color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv";
  private static final String PQ =
      " -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -color_range tv";

  /** Options of each codec's encoder, for 25 frames of anamorphic video or a second of audio. */
  private static final Map<String, String> ENCODERS =
      Map.of(
          "h264",
          "-c:v libx264 -preset ultrafast -pix_fmt yuv420p" + BT_709,
          "hevc",
          "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none" + PQ,
          "vp8",
          "-c:v libvpx -deadline realtime -cpu-used 8 -pix_fmt yuv420p" + BT_709,
          "vp9",
          "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv420p10le" + PQ,
          "av1",
          "-c:v libsvtav1 -preset 12 -pix_fmt yuv420p" + BT_709,
          "aac",
          "-c:a aac",
          "opus",
          "-c:a libopus",
          "vorbis",
          "-c:a libvorbis",
          "flac",
          "-c:a flac -sample_fmt s16",
          "mp3",
          "-c:a libmp3lame");

  private static final List<String> PUBLISHED =
      List.of(
          "mp4 h264 aac",
          "mp4 hevc aac",
          "mp4 vp9 opus",
          "mp4 av1 flac",
          "mp4 h264 mp3",
          "mp4-turned h264 aac",
          "mkv h264 aac",
          "mkv hevc flac",
          "mkv vp8 vorbis",
          "mkv vp9 opus",
          "mkv av1 opus",
          "mkv h264 mp3",
          "webm vp8 opus",
          "webm vp8 vorbis",
          "webm vp9 opus",
          "webm vp9 vorbis",
          "webm av1 opus",
          "ts h264 aac",
          "ts hevc aac",
          "ts h264 mp3",
          "ts h264 opus",
          "flv h264 aac",
          "flv8 hevc aac",
          "flv8 av1 aac",
          "ogg vp8 opus",
          "ogg vorbis",
          "ogg flac",
          "aac aac",
          "mp3 mp3");

  @TempDir private Path folder;

  @Test
  void viewersTracksHaveThePublishersDescriptions(SharedCluster.Set cluster) throws IOException {
    // given
    Map<String, Path> encoded = new LinkedHashMap<>();
    Map<String, Path> sent = new LinkedHashMap<>();
    for (String published : PUBLISHED) {
      sent.put(published, muxed(List.of(published.split(" ", -1)), encoded));
    }

    // when
    Map<String, Map<String, String>> got = new LinkedHashMap<>();
    for (int from = 0; from < PUBLISHED.size(); from += AT_ONCE) {
      List<String> together = PUBLISHED.subList(from, Math.min(from + AT_ONCE, PUBLISHED.size()));
      got.putAll(watch(together, sent, cluster));
    }

    // then
    Map<String, Map<String, String>> sentDescriptions = new LinkedHashMap<>();
    sent.forEach((published, file) -> sentDescriptions.put(published, Description.of(file)));
    print(sentDescriptions, got);
    assertThat(got).isEqualTo(sentDescriptions);
  }

  private Map<String, Map<String, String>> watch(
      List<String> together, Map<String, Path> sent, SharedCluster.Set cluster) throws IOException {
    Map<String, Viewer> viewers = new LinkedHashMap<>();
    Map<String, Map<String, String>> got = new LinkedHashMap<>();
    try {
      for (String published : together) {
        Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream(published)));
        viewers.put(published, viewer);
        viewer.awaitMessage("waiting", 1, PATIENCE);
      }
      int port = cluster.ingest().service().httpPort();
      List<CompletableFuture<Void>> publishers = new ArrayList<>();
      for (String published : together) {
        PacedFile file = new PacedFile(Objects.requireNonNull(sent.get(published)), PACE);
        publishers.add(file.put(port, "/publish/" + stream(published)));
      }
      publishers.forEach(CompletableFuture::join);
      for (Map.Entry<String, Viewer> each : viewers.entrySet()) {
        Viewer viewer = each.getValue();
        // A busy node without a heartbeat for some time may count as failed before.
        viewer.await(
            each.getKey() + " is finished",
            PATIENCE,
            watched ->
                watched.messages("end").stream()
                    .anyMatch(end -> "finished".equals(end.get("reason"))));
        assertThat(viewer.takes()).as("%s: %s", each.getKey(), viewer.messages()).isNotEmpty();
        got.put(each.getKey(), Description.of(write(viewer.takes().get(0))));
      }
    } finally {
      viewers.values().forEach(Viewer::close);
    }
    return got;
  }

  private static String stream(String published) {
    return "described-" + published.replace(' ', '-');
  }

  private static void print(
      Map<String, Map<String, String>> sent, Map<String, Map<String, String>> got) {
    StringBuilder table = new StringBuilder("Published tracks, tracks of a viewer:\n");
    sent.forEach(
        (published, tracks) ->
            tracks.forEach(
                (kind, description) -> {
                  String seen = got.getOrDefault(published, Map.of()).getOrDefault(kind, "nothing");
                  table.append("%-20s %s%n".formatted(published, description));
                  table.append("%20s %s%n".formatted(seen.equals(description) ? "=" : "≠", seen));
                }));
    System.out.println(table);
  }

  private Path muxed(List<String> containerAndCodecs, Map<String, Path> encoded) {
    String container = containerAndCodecs.get(0);
    List<String> command = new ArrayList<>();
    for (String codec : containerAndCodecs.subList(1, containerAndCodecs.size())) {
      Path track = encoded.computeIfAbsent(codec, this::encode);
      command.addAll(List.of("-i", track.toString()));
    }
    command.addAll(List.of("-c", "copy", "-strict", "-2"));
    command.addAll(List.of("-metadata:s:a", "language=fra"));
    Path file =
        folder.resolve(
            String.join("-", containerAndCodecs) + "." + container.replaceAll("[-8].*", ""));
    switch (container) {
      case "mp4-turned" -> command.addAll(List.of("-metadata:s:v", "rotate=90"));
      case "flv8" -> {
        Path mkv = folder.resolve(String.join("-", containerAndCodecs) + ".mkv");
        return NewFfmpeg.toEnhancedFlv(Ffmpeg.make(mkv, command), file);
      }
      default -> {}
    }
    if (container.startsWith("mp4")) {
      command.addAll(List.of("-movflags", "empty_moov+default_base_moof+frag_every_frame"));
    }
    return Ffmpeg.make(file, command);
  }

  private Path encode(String codec) {
    String encoder = Objects.requireNonNull(ENCODERS.get(codec), codec);
    boolean picture = encoder.startsWith("-c:v");
    List<String> command = new ArrayList<>(List.of("-f", "lavfi", "-i"));
    command.add(picture ? "testsrc2=size=180x144:rate=25,setsar=64/45" : "sine=sample_rate=48000");
    command.addAll(List.of("-t", "1"));
    Pattern.compile(" ").splitAsStream(encoder).forEach(command::add);
    return Ffmpeg.make(folder.resolve(codec + ".mkv"), command);
  }

  private Path write(Take take) throws IOException {
    String extension = take.mime().contains("webm") ? ".webm" : ".mp4";
    return Files.write(folder.resolve("got-" + take.position() + extension), take.bytes());
  }
}
