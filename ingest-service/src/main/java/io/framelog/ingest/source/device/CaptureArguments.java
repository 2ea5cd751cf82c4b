package io.framelog.ingest.source.device;

import io.framelog.controlplane.CaptureSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arguments of the media worker, {@code name=value}; the worker chooses absent ones. */
final class CaptureArguments {
  private CaptureArguments() {}

  static List<String> of(CaptureSpec spec) {
    List<String> arguments = new ArrayList<>();
    add(arguments, "video", spec.video());
    add(arguments, "audio", spec.audio());
    String size = spec.size();
    if (size != null) {
      int by = size.indexOf('x');
      add(arguments, "width", size.substring(0, by));
      add(arguments, "height", size.substring(by + 1));
    }
    add(arguments, "frame-rate", spec.frameRate());
    add(arguments, "input-format", spec.inputFormat());
    add(arguments, "video-codec", spec.videoCodec());
    add(arguments, "video-bitrate", spec.videoBitrate());
    add(arguments, "keyframe-millis", spec.keyframeMillis());
    add(arguments, "audio-codec", spec.audioCodec());
    add(arguments, "audio-bitrate", spec.audioBitrate());
    add(arguments, "sample-rate", spec.sampleRate());
    add(arguments, "channels", spec.channels());
    return arguments;
  }

  private static void add(List<String> arguments, String name, @Nullable Object value) {
    if (value != null) {
      arguments.add(name + "=" + value);
    }
  }
}
