package io.framelog.edge.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.ControlJson;
import io.framelog.log.IgnoredTrackInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerMessageTest {
  private static final IgnoredTrackInfo MP2 =
      new IgnoredTrackInfo(2, "audio", "mp2", null, "Framelog does not carry this codec");

  private static String start(List<IgnoredTrackInfo> ignored) {
    return ControlJson.write(
        new ServerMessage.Start(100, "video/mp4", List.of(), ignored, "c0ffee01.101"));
  }

  @Test
  void aStartNamesTheIgnoredTracks() {
    assertThat(start(List.of(MP2)))
        .isEqualTo(
            "{\"type\":\"start\",\"session\":100,\"mime\":\"video/mp4\",\"tracks\":[],"
                + "\"ignoredTracks\":[{\"id\":2,\"kind\":\"audio\",\"codec\":\"mp2\","
                + "\"reason\":\"Framelog does not carry this codec\"}],"
                + "\"position\":\"c0ffee01.101\"}");
  }

  @Test
  void aStartWithoutIgnoredTracksHasNoSuchField() {
    assertThat(start(List.of()))
        .isEqualTo(
            "{\"type\":\"start\",\"session\":100,\"mime\":\"video/mp4\",\"tracks\":[],"
                + "\"position\":\"c0ffee01.101\"}");
  }
}
