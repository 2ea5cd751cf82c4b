package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.worker.JobException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The encoders of a capture, each configured to output a frame before it takes the next one: no
 * B-frames, no look-ahead and no second pass.
 */
enum VideoCodec {
  X264("x264", "libx264", "preset=veryfast:tune=zerolatency:profile=high:forced-idr=1"),
  /** Its bitrate control would skip pictures. */
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
   * The encoders that a name selects, best first: {@code h264} is x264 in a GPL build, else
   * OpenH264.
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

  /** FFmpeg's name of the encoder. */
  String encoder() {
    return encoder;
  }

  /** FFmpeg's options as {@code name=value}, separated by colons. */
  String options() {
    return options;
  }

  boolean isVaapi() {
    return encoder.endsWith("_vaapi");
  }

  /** The pixel format of the encoder's input. */
  int pixelFormat() {
    return isVaapi() ? avutil.AV_PIX_FMT_NV12 : avutil.AV_PIX_FMT_YUV420P;
  }

  /** A separate class, because an enum's constants cannot refer to its static fields. */
  private static final class Nvenc {
    private static final String OPTIONS =
        "preset=p4:tune=ull:zerolatency=1:delay=0:rc=cbr:forced-idr=1";
  }
}
