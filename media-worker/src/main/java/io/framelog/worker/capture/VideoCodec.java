package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The encoders a capture may ask for, each set up so that a frame leaves before the next one comes:
 * no B-frames, no look-ahead, and nothing that needs a second pass.
 */
enum VideoCodec {
  X264("x264", "libx264", "preset=veryfast:tune=zerolatency:profile=high:forced-idr=1"),
  /** Its own rate control would skip pictures to keep a bitrate to the bit. */
  OPENH264("openh264", "libopenh264", "rc_mode=quality:allow_skip_frames=0"),
  H264_NVENC("h264-nvenc", "h264_nvenc", Nvenc.OPTIONS),
  HEVC_NVENC("hevc-nvenc", "hevc_nvenc", Nvenc.OPTIONS),
  AV1_NVENC("av1-nvenc", "av1_nvenc", Nvenc.OPTIONS),
  H264_VAAPI("h264-vaapi", "h264_vaapi", "async_depth=1:rc_mode=CBR"),
  HEVC_VAAPI("hevc-vaapi", "hevc_vaapi", "async_depth=1:rc_mode=CBR"),
  AV1_VAAPI("av1-vaapi", "av1_vaapi", "async_depth=1:rc_mode=CBR"),
  VP8("vp8", "libvpx", "deadline=realtime:cpu-used=8:lag-in-frames=0:error-resilient=0"),
  VP9("vp9", "libvpx-vp9", "deadline=realtime:cpu-used=8:lag-in-frames=0:row-mt=1"),
  AV1("av1", "libaom-av1", "usage=realtime:cpu-used=8:lag-in-frames=0:row-mt=1");

  private final String label;
  private final String encoder;
  private final String options;

  VideoCodec(String label, String encoder, String options) {
    this.label = label;
    this.encoder = encoder;
    this.options = options;
  }

  /**
   * Those a name stands for, best first: {@code h264} is x264 where the build has it (the GPL
   * flavour), else OpenH264.
   */
  static List<VideoCodec> named(String name) throws JobException {
    if (name.equals("h264")) {
      return List.of(X264, OPENH264);
    }
    for (VideoCodec codec : values()) {
      if (codec.label.equals(name)) {
        return List.of(codec);
      }
    }
    throw new JobException(
        FailureKind.ENCODER,
        "video-codec is "
            + name
            + ", expected h264, "
            + Arrays.stream(values()).map(each -> each.label).collect(Collectors.joining(", ")));
  }

  String label() {
    return label;
  }

  /** FFmpeg's name of it. */
  String encoder() {
    return encoder;
  }

  /** As {@code name=value}, with colons between. */
  String options() {
    return options;
  }

  boolean isVaapi() {
    return encoder.endsWith("_vaapi");
  }

  /** The pixel format it is fed with. */
  int pixelFormat() {
    return isVaapi() ? avutil.AV_PIX_FMT_NV12 : avutil.AV_PIX_FMT_YUV420P;
  }

  /** Kept apart: an enum's constants cannot refer to its static fields. */
  private static final class Nvenc {
    private static final String OPTIONS =
        "preset=p4:tune=ull:zerolatency=1:delay=0:rc=cbr:forced-idr=1";
  }
}
