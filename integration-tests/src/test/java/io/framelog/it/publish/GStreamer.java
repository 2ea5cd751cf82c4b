package io.framelog.it.publish;

import io.framelog.it.process.RunningProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The installed GStreamer. Without it, tests fail instead of being skipped. */
public final class GStreamer {
  private static final String PICTURE =
      "videotestsrc is-live=true num-buffers=%d"
          + " ! video/x-raw,format=I420,width=320,height=240,framerate=25/1"
          + " ! x264enc tune=zerolatency key-int-max=50 ! h264parse";
  private static final String TONE =
      "audiotestsrc is-live=true num-buffers=%d samplesperbuffer=960"
          + " ! audio/x-raw,rate=48000,channels=2 ! voaacenc ! aacparse";

  private GStreamer() {}

  /** Publishes picture and tone in MPEG-TS, without a title. */
  public static RunningProcess publishTransportStream(int frames, int port) {
    return start(
        PICTURE.formatted(frames)
            + " ! mpegtsmux name=mux ! tcpclientsink host=127.0.0.1 port="
            + port
            + " "
            + TONE.formatted(2 * frames)
            + " ! mux.");
  }

  /** Publishes a picture in FLV with a title. */
  public static RunningProcess publishFlv(int frames, String title, int port) {
    return start(
        PICTURE.formatted(frames)
            + " ! taginject tags=title="
            + title
            + " ! flvmux streamable=true ! tcpclientsink host=127.0.0.1 port="
            + port);
  }

  private static RunningProcess start(String pipeline) {
    List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "-q"));
    Pattern.compile(" ").splitAsStream(pipeline).forEach(command::add);
    return RunningProcess.start("gst-launch-1.0", command);
  }
}
