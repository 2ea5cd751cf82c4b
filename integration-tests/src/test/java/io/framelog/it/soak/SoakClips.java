package io.framelog.it.soak;

import io.framelog.it.publish.Ffmpeg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Files that publishers send in a loop. They are encoded once, so that a run encodes nothing. */
record SoakClips(List<Clip> everyday, Clip fast) {
  /**
   * One file.
   *
   * @param name of its stream
   * @param muxing {@code -f} and its options, for sending it
   */
  record Clip(String name, Path file, List<String> muxing) {}

  private static final String PICTURE =
      "-f lavfi -i testsrc2=size=320x240:rate=25 -f lavfi -i sine=frequency=440:sample_rate=48000"
          + " -t 20 -pix_fmt yuv420p -g 25";
  private static final String H264 = " -c:v libx264 -preset ultrafast -bf 0 -b:v 300k";

  static SoakClips make(Path folder) {
    String mp4 = "-movflags empty_moov+default_base_moof+frag_every_frame -f mp4";
    return new SoakClips(
        List.of(
            make(folder, "mp4", H264 + " -c:a aac -b:a 64k", "mp4", mp4),
            make(
                folder,
                "webm",
                " -c:v libvpx -deadline realtime -cpu-used 8 -b:v 300k -c:a libopus -b:a 48k",
                "webm",
                "-f webm"),
            make(folder, "ts", H264 + " -c:a aac -b:a 64k", "ts", "-f mpegts")),
        make(
            folder,
            "fast",
            " -an -c:v libx264 -preset ultrafast -bf 0 -b:v 16M -minrate 16M -maxrate 16M -bufsize"
                + " 8M -x264-params nal-hrd=cbr:filler=1",
            "mp4",
            mp4));
  }

  private static Clip make(
      Path folder, String name, String encoding, String extension, String muxing) {
    List<String> arguments = new ArrayList<>(words(PICTURE + encoding));
    Path file = Ffmpeg.make(folder.resolve(name + "." + extension), arguments);
    return new Clip(name, file, words(muxing));
  }

  private static List<String> words(String line) {
    return Pattern.compile(" ").splitAsStream(line).toList();
  }
}
