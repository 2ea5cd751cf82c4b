package io.framelog.worker.capture;

import io.framelog.worker.JobException;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfo;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfoList;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Lists the devices of this machine, without opening one. */
final class DeviceLister {
  /**
   * Kinds of device that FFmpeg can list, and what they deliver; empty where each device states it.
   */
  private static final Map<String, String> LISTED =
      Map.of("v4l2", "video", "alsa", "audio", "pulse", "audio", "dshow", "", "avfoundation", "");

  private static final File X_SOCKETS = new File("/tmp/.X11-unix");
  private static final int MAX = 256;

  private DeviceLister() {}

  /**
   * One line for each device: its media kind, its name in a capture's options, a description;
   * separated by tabs.
   */
  static List<String> list() throws JobException {
    FfmpegDevices.load();
    List<String> lines = new ArrayList<>();
    LISTED.forEach((scheme, delivers) -> lines.addAll(list(scheme, delivers)));
    lines.addAll(screens());
    lines.add(line("video", "lavfi", "testsrc2=size=1280x720:rate=30", "Test picture"));
    lines.add(line("audio", "lavfi", "sine=frequency=440", "Test tone"));
    return lines.size() <= MAX ? lines : lines.subList(0, MAX);
  }

  private static List<String> list(String scheme, String delivers) {
    List<String> lines = new ArrayList<>();
    AVInputFormat format = avformat.av_find_input_format(scheme);
    if (format == null) {
      return lines;
    }
    AVDeviceInfoList found = new AVDeviceInfoList(null);
    int count =
        avdevice.avdevice_list_input_sources(format, (String) null, (AVDictionary) null, found);
    if (count <= 0) {
      return lines;
    }
    for (int i = 0; i < found.nb_devices(); i++) {
      AVDeviceInfo device = found.devices(i);
      for (String kind : delivers.isEmpty() ? kinds(device) : List.of(delivers)) {
        lines.add(
            line(kind, scheme, text(device.device_name()), text(device.device_description())));
      }
    }
    avdevice.avdevice_free_list_devices(found);
    return lines;
  }

  private static List<String> kinds(AVDeviceInfo device) {
    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < device.nb_media_types(); i++) {
      int type = device.media_types().get(i);
      if (type == avutil.AVMEDIA_TYPE_VIDEO) {
        kinds.add("video");
      } else if (type == avutil.AVMEDIA_TYPE_AUDIO) {
        kinds.add("audio");
      }
    }
    return kinds;
  }

  /** X servers of this machine, found by their sockets because FFmpeg does not list them. */
  private static List<String> screens() {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return List.of(line("video", "gdigrab", "desktop", "The whole desktop"));
    }
    String[] sockets = X_SOCKETS.list((folder, name) -> name.matches("X[0-9]+"));
    return sockets == null
        ? List.of()
        : Arrays.stream(sockets)
            .sorted()
            .map(name -> line("video", "x11grab", ":" + name.substring(1), "X display"))
            .toList();
  }

  private static String line(String kind, String scheme, String name, String description) {
    return kind + "\t" + scheme + ":" + plain(name) + "\t" + plain(description);
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String text(@Nullable BytePointer pointer) {
    return pointer == null || pointer.isNull() ? "" : pointer.getString();
  }
}
