package io.framelog.controlplane;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An operator's limits of one stream's publisher, within its node's limits; an absent limit is the
 * node's.
 *
 * @param bitrate bits a second, averaged over the node's window; 8,000 to 10^12
 * @param headerBytes bytes before the first sample; 1,024 to 2^30
 * @param tracks tracks in the container; 1 to 1,000
 * @param gopBytes a longer GOP is delivered live and not kept for viewers who join; 1,024 to 2^30
 * @param gopSeconds as {@code gopBytes}, in media time; 1 to 3,600
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamLimits(
    @Nullable Long bitrate,
    @Nullable Integer headerBytes,
    @Nullable Integer tracks,
    @Nullable Integer gopBytes,
    @Nullable Integer gopSeconds) {
  public static final StreamLimits NONE = new StreamLimits(null, null, null, null, null);

  public StreamLimits {
    require("bitrate", bitrate, 8_000, 1_000_000_000_000L);
    require("headerBytes", headerBytes, 1_024, 1 << 30);
    require("tracks", tracks, 1, 1_000);
    require("gopBytes", gopBytes, 1_024, 1 << 30);
    require("gopSeconds", gopSeconds, 1, 3_600);
  }

  private static void require(String name, @Nullable Number value, long least, long most) {
    if (value != null && (value.longValue() < least || value.longValue() > most)) {
      throw new IllegalArgumentException(
          "limits." + name + " is " + value + ", expected " + least + " to " + most);
    }
  }
}
