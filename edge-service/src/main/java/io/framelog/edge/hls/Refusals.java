package io.framelog.edge.hls;

import io.framelog.log.StreamId;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** Explains why a stream has no playlist, for people who publish or embed it. */
final class Refusals {
  private Refusals() {}

  /** Null when there may be a playlist soon. */
  static @Nullable HlsResponse of(StreamId stream, PlaylistSnapshot snapshot) {
    if (snapshot instanceof PlaylistSnapshot.WrongContainer wrong) {
      return notAcceptable(
          stream + " is " + wrong.mime() + ", which HLS does not support. " + other(stream, wrong));
    }
    if (snapshot instanceof PlaylistSnapshot.ChunksTooLong tooLong) {
      return notAcceptable(
          "Keyframes of "
              + stream
              + " are more than "
              + tooLong.durationUs() / 1_000_000
              + " s apart, HLS allows at most "
              + HlsTiming.MAX_TARGET_S
              + " s: set the encoder's keyframe interval (ffmpeg -g, OBS Output Mode"
              + " Advanced, Keyframe Interval)."
              + " Open /watch/"
              + stream
              + " in a browser, it plays there.");
    }
    return null;
  }

  private static String other(StreamId stream, PlaylistSnapshot.WrongContainer wrong) {
    if (wrong.mime().startsWith("image/")) {
      return "Use /live/" + stream + ".mjpeg.";
    }
    return "Use /live/" + stream + ".webm, or /watch/" + stream + " in a browser.";
  }

  static HlsResponse tooFarAhead() {
    return new HlsResponse.Refused(
        HttpResponseStatus.BAD_REQUEST,
        "_HLS_msn and _HLS_part are too far ahead of the playlist.");
  }

  private static HlsResponse notAcceptable(String why) {
    return new HlsResponse.Refused(HttpResponseStatus.NOT_ACCEPTABLE, why);
  }
}
