package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.TrackInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlJsonTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final TrackInfo VIDEO =
      new TrackInfo(1, "video", "avc1.4d401e", 640, 480, 25.0, null, null, null);
  private static final StreamState LIVE =
      new StreamState(
          "cam1",
          StreamState.Status.LIVE,
          4711,
          "ingest-1",
          "tcp",
          "c0ffee01",
          NOON,
          NOON.plusMillis(40),
          "video/mp4; codecs=\"avc1.4d401e\"",
          List.of(VIDEO),
          List.of(
              new IgnoredTrackInfo(2, "audio", "A_PCM/INT/LIT", "deu", "not carried"),
              new IgnoredTrackInfo(3, "data", "tmcd", null, "not carried")),
          true,
          null,
          new ChunkLimit(33_554_432, 30_000_000),
          null);

  private static final CaptureState FAILED =
      new CaptureState(
          "door",
          "cam1",
          "v4l2:/dev/video0",
          null,
          CaptureState.State.FAILED,
          NOON,
          true,
          "not-found",
          "no such device: v4l2:/dev/video0",
          NOON.plusSeconds(4),
          3,
          17);

  private static final NodeState EVERYTHING =
      new NodeState(
          "node-1",
          "ingest",
          "0.1.0",
          NOON,
          NOON,
          1,
          Map.of("cam1", 3),
          List.of(FAILED),
          List.of(
              CommandAnswer.refused(7, "there is one of that name"),
              CommandAnswer.devices(8, List.of(new DeviceInfo("video", "x11grab::0", "")))),
          List.of(
              new RefusedPublisher(NOON, 2, "10.0.0.7", "tcp", "malformed", "bad moof", 4_712L)));

  static List<Object> messages() {
    return List.of(
        LIVE,
        EVERYTHING,
        new NodeState("edge-1", "edge", "0.1.0", NOON, NOON, 0, Map.of("cam1", 3)),
        new StreamSettings(true, StreamLimits.NONE, null));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void readsWhatItWrote(Object message) {
    assertThat(ControlJson.read(ControlJson.write(message), message.getClass())).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"publishers\":1', '\"publishers\":-1', publishers is -1",
    "'\"cam1\":3', '\"cam1\":-3', viewers.cam1 is -3",
    "'\"failures\":3', '\"failures\":-1', captures.failures is -1",
    "'\"droppedFrames\":17', '\"droppedFrames\":-9', captures.droppedFrames is -9",
    "'\"count\":2', '\"count\":-2', refusals.count is -2",
    "'\"byteOffset\":4712', '\"byteOffset\":-1', refusals.byteOffset is -1",
    "'\"command\":7', '\"command\":-7', answers.command is -7",
    "'\"session\":4711', '\"session\":-4711', session is -4711"
  })
  void aNegativeNumberIsRefused(String valid, String negative, String message) {
    Object whole = valid.contains("session") ? LIVE : EVERYTHING;
    String json = ControlJson.write(whole);
    assertThat(json).contains(valid);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ControlJson.read(json.replace(valid, negative), whole.getClass()))
        .withMessageContaining(message)
        .withMessageContaining("expected 0 or more");
  }

  @Test
  void distinguishesCommandsByTheirType() {
    Command command = new Command.EndSession("cam1", 4711, "removed");

    String json = ControlJson.write(command);

    assertThat(json).contains("\"type\":\"end-session\"");
    assertThat(ControlJson.read(json, Command.class)).isEqualTo(command);
  }

  @Test
  void ignoresCommandsOfALaterVersion() {
    assertThat(ControlJson.read("{\"type\":\"fly\",\"height\":3}", Command.class))
        .isEqualTo(new Command.OfLaterVersion());
  }

  @Test
  void readsAHeartbeatOfAVersionWithoutCaptures() {
    NodeState state =
        ControlJson.read(
            "{\"id\":\"a\",\"kind\":\"ingest\",\"version\":\"0\",\"startedAt\":\"2026-11-21T12:00:00Z\","
                + "\"sentAt\":\"2026-11-21T12:00:00Z\",\"publishers\":1,\"viewers\":{}}",
            NodeState.class);

    assertThat(state.captures()).isEmpty();
    assertThat(state.answers()).isEmpty();
  }

  @Test
  void refusesAnInvalidCaptureInACommand() {
    assertThatThrownBy(
            () ->
                ControlJson.read(
                    "{\"type\":\"start-capture\",\"node\":\"n\",\"capture\":{\"name\":\"a\","
                        + "\"stream\":\"a\",\"video\":\"lavfi:movie=/etc/passwd\"}}",
                    Command.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not one that may be used");
  }

  @Test
  void writesIsoTimesAndOmitsAbsentFields() {
    assertThat(ControlJson.write(LIVE))
        .contains("\"startedAt\":\"2026-11-21T12:00:00Z\"")
        .doesNotContain("advice")
        .doesNotContain("sampleRate");
  }

  @Test
  void ignoresFieldsOfALaterVersion() {
    assertThat(ControlJson.read("{\"exclusive\":true,\"colour\":\"red\"}", StreamSettings.class))
        .isEqualTo(new StreamSettings(true, StreamLimits.NONE, null));
  }

  @Test
  void namesTheMessageThatCannotBeParsed() {
    assertThatThrownBy(() -> ControlJson.read("{", StreamSettings.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a StreamSettings message");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                              | expected a JSON object (line 1, column 1)",
        "\"exclusive\"                   | expected a JSON object (line 1, column 1)",
        "null                            | expected a JSON object",
        "{                               | the JSON text ends too early (line 1",
        "{\"exclusive\": tru}            | the text is not JSON (line 1",
        "{\"exclusive\": \"maybe\"}      | exclusive is not valid, expected true or false (line 1",
        "{\"limits\": []}                | limits is not valid, expected a JSON object (line 1",
        "{\"limits\": {\"tracks\": \"x\"}}| limits.tracks is not valid, expected a whole number",
        "{\"coalesceMs\": 99999999999}   | coalesceMs is out of range (line 1",
        "{\"limits\": {\"bitrate\": 5}}  | limits.bitrate is 5, expected 8000 to",
        "{\"exclusiv\": true}            | exclusiv is not known, expected some of"
      })
  void tellsAPersonWhatIsWrongAndWhereWithoutNamingJavaTypes(String json, String fault) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ControlJson.readExactly(json, StreamSettings.class))
        .withMessageContaining(fault)
        .withMessageNotContainingAny("java", "framelog", "StreamSettings", "Feature", "`");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 5_001})
  void aWindowOutOfRangeIsRefusedByItsName(int coalesceMs) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamSettings(false, null, coalesceMs))
        .withMessageContaining("coalesceMs is " + coalesceMs + ", expected 0 to 5000");
  }

  @Test
  void settingsWithoutAWindowHaveNone() {
    assertThat(ControlJson.write(StreamSettings.DEFAULT)).doesNotContain("coalesceMs");
    assertThat(ControlJson.read("{\"exclusive\":false,\"coalesceMs\":0}", StreamSettings.class))
        .isEqualTo(new StreamSettings(false, null, 0));
  }
}
