package io.framelog.control.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.framelog.controlplane.CaptureSpec;
import io.framelog.controlplane.ControlJson;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a capture; absent fields have the defaults of {@code framelog.ingest.captures}, and
 * unknown fields are ignored.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(name = "CaptureRequest")
public record CaptureRequest(
    @Schema(description = "Ingest node; optional if there is only one") @Nullable String node,
    @Schema(description = "Unique on its node", examples = "door") @Nullable String name,
    @Schema(description = "Stream id; the name when absent") @Nullable String stream,
    @Schema(description = "Video device", examples = "v4l2:/dev/video0") @Nullable String video,
    @Schema(description = "Audio device", examples = "pulse:default") @Nullable String audio,
    @Schema(description = "Frame size", examples = "1280x720") @Nullable String size,
    @Schema(description = "Frames a second requested of the device") @Nullable Integer frameRate,
    @Schema(description = "Pixel format or codec requested of the device", examples = "mjpeg")
        @Nullable String inputFormat,
    @Schema(description = "Video encoder", examples = "h264") @Nullable String videoCodec,
    @Schema(description = "Bits a second") @Nullable Integer videoBitrate,
    @Schema(description = "Keyframe interval, ms") @Nullable Integer keyframeMillis,
    @Schema(description = "Audio encoder: aac or opus") @Nullable String audioCodec,
    @Schema(description = "Bits a second") @Nullable Integer audioBitrate,
    @Schema(description = "Samples a second requested of the device") @Nullable Integer sampleRate,
    @Schema(description = "1 or 2") @Nullable Integer channels) {
  public CaptureRequest {
    name = name == null ? "" : name;
    stream = stream == null ? name : stream;
  }

  /**
   * The requested capture: the fields with the same names.
   *
   * @throws IllegalArgumentException naming the invalid field
   */
  CaptureSpec spec() {
    return ControlJson.convert(this, CaptureSpec.class);
  }
}
