package io.framelog.it.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * ffmpeg's options for encoding and muxing a stream.
 *
 * @param name for test reports and stream names
 * @param inputs sources, without {@code -i} repeated pacing options
 * @param encoding codec options
 * @param muxing {@code -f} and its options
 * @param playsInChromium whether Debian's Chromium has a decoder
 */
public record Recipe(
    String name,
    List<String> inputs,
    List<String> encoding,
    List<String> muxing,
    boolean playsInChromium) {
  private static final List<String> PICTURE =
      List.of("-f", "lavfi", "-i", "testsrc2=size=640x480:rate=25");
  private static final List<String> TONE =
      List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000");

  private static final String X264 =
      "-c:v libx264 -preset veryfast -g 50 -pix_fmt yuv420p -b:v 600k";
  private static final String X265 =
      "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=50 -pix_fmt yuv420p";

  /** The classic WebM command, with a test picture instead of a camera. */
  public static final Recipe CLASSIC_WEBM =
      new Recipe(
          "classic-webm",
          PICTURE,
          words(
              "-vcodec libvpx -b:v 3500k -r 25 -crf 10 -quality realtime -speed 16 -threads 8"
                  + " -an -g 25"),
          words("-f webm"),
          true);

  /** The classic MP4 command, with a test picture instead of a camera. */
  public static final Recipe CLASSIC_MP4 =
      new Recipe(
          "classic-mp4",
          PICTURE,
          words(
              "-vcodec libx264 -profile:v main -g 25 -r 25 -b:v 500k -keyint_min 250 -strict"
                  + " experimental -pix_fmt yuv420p -an -preset ultrafast"),
          words("-movflags empty_moov+default_base_moof -f mp4"),
          true);

  public static final Recipe H264_AAC_B_FRAMES =
      new Recipe(
          "h264-aac-bframes",
          both(),
          words(
              "-c:v libx264 -preset veryfast -bf 3 -g 25 -pix_fmt yuv420p -b:v 800k"
                  + " -c:a aac -b:a 96k"),
          words("-movflags empty_moov+default_base_moof+frag_every_frame -f mp4"),
          true);

  /** Fragments cut by size: most start in the middle of a GOP, some contain a keyframe. */
  public static final Recipe H264_MID_GOP_FRAGMENTS =
      new Recipe(
          "h264-midgop",
          both(),
          words(
              "-c:v libx264 -preset veryfast -bf 0 -g 25 -pix_fmt yuv420p -b:v 800k"
                  + " -c:a aac -b:a 96k"),
          words("-movflags empty_moov+default_base_moof -frag_size 9000 -f mp4"),
          true);

  public static final Recipe VP9_OPUS_WEBM =
      new Recipe(
          "vp9-opus",
          both(),
          words(
              "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -row-mt 1 -g 25 -b:v 800k"
                  + " -c:a libopus -b:a 64k"),
          words("-f webm"),
          true);

  public static final Recipe AV1_MP4 =
      new Recipe(
          "av1",
          List.of("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25"),
          words("-c:v libaom-av1 -usage realtime -cpu-used 8 -row-mt 1 -g 25 -b:v 300k -an"),
          words("-movflags empty_moov+default_base_moof -f mp4"),
          true);

  public static final Recipe HEVC_MP4 =
      new Recipe(
          "hevc",
          PICTURE,
          words(
              "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=25"
                  + " -pix_fmt yuv420p -tag:v hvc1 -an"),
          words("-movflags empty_moov+default_base_moof -f mp4"),
          false);

  public static final Recipe MATROSKA_H264_AAC_B_FRAMES =
      new Recipe(
          "mkv-h264-aac",
          both(),
          words(
              "-c:v libx264 -preset veryfast -bf 2 -g 25 -pix_fmt yuv420p -b:v 800k"
                  + " -c:a aac -b:a 96k"),
          words("-f matroska"),
          true);

  public static final Recipe AUDIO_ONLY_OPUS =
      new Recipe("audio-opus", TONE, words("-c:a libopus -b:a 64k"), words("-f webm"), true);

  public static final Recipe TS_H264_AAC =
      foreign("ts-h264-aac", both(), X264 + " -bf 2 -c:a aac -b:a 96k", "mpegts");

  /** Containers that FFmpeg reads for Framelog. */
  public static final List<Recipe> FOREIGN =
      List.of(
          TS_H264_AAC,
          foreign("ts-h264-mp3", both(), X264 + " -bf 0 -c:a libmp3lame -b:a 96k", "mpegts"),
          foreign("ts-h264-opus", both(), X264 + " -bf 0 -c:a libopus -b:a 64k", "mpegts"),
          foreign("ts-hevc-aac", both(), X265 + " -c:a aac -b:a 96k", "mpegts"),
          foreign("ts-video-only", PICTURE, X264 + " -bf 0 -an", "mpegts"),
          foreign("ts-audio-only", TONE, "-c:a aac -b:a 96k", "mpegts"),
          foreign("flv-h264-aac", both(), X264 + " -bf 2 -c:a aac -ar 44100 -b:a 96k", "flv"),
          foreign("flv-video-only", PICTURE, X264 + " -bf 0 -an", "flv"),
          foreign("ogg-opus", TONE, "-c:a libopus -b:a 64k", "ogg"),
          foreign("ogg-vorbis", TONE, "-c:a libvorbis -b:a 96k", "ogg"),
          foreign("ogg-flac", TONE, "-c:a flac", "ogg"),
          foreign("adts", TONE, "-c:a aac -b:a 96k", "adts"),
          foreign("mp3", TONE, "-c:a libmp3lame -b:a 96k", "mp3"));

  private static Recipe foreign(String name, List<String> inputs, String encoding, String format) {
    return new Recipe(name, inputs, words(encoding), words("-f " + format), false);
  }

  private static List<String> both() {
    List<String> inputs = new ArrayList<>(PICTURE);
    inputs.addAll(TONE);
    return inputs;
  }

  private static List<String> words(String line) {
    return Pattern.compile(" ").splitAsStream(line).toList();
  }

  /** The command line to publish in real time until it is ended. */
  public List<String> live(String title, String output) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i += 4) {
      all.add("-re");
      all.addAll(inputs.subList(i, i + 4));
    }
    all.addAll(encoding);
    if (!title.isEmpty()) {
      all.addAll(List.of("-metadata", "title=" + title));
    }
    all.addAll(muxing);
    all.add(output);
    return all;
  }

  /** The command line for the same bytes at full speed; the output file must be appended. */
  public List<String> recorded(String title, int seconds) {
    List<String> all = new ArrayList<>(inputs);
    all.addAll(encoding);
    all.addAll(List.of("-t", Integer.toString(seconds), "-metadata", "title=" + title));
    all.addAll(muxing);
    return all;
  }

  /** The file extension of the recipe's container. */
  public String extension() {
    return switch (muxing.get(muxing.indexOf("-f") + 1)) {
      case "mp4" -> "mp4";
      case "webm" -> "webm";
      case "mpegts" -> "ts";
      case "flv" -> "flv";
      case "ogg" -> "ogg";
      case "adts" -> "aac";
      case "mp3" -> "mp3";
      default -> "mkv";
    };
  }

  /** Whether the container can have a title. */
  public boolean hasTitle() {
    return !extension().equals("aac");
  }

  @Override
  public String toString() {
    return name;
  }
}
