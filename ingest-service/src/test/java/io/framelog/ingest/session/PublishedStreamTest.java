package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.log.LogRecord;
import io.framelog.log.SessionLog;
import io.framelog.log.TrackInfo;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedStreamTest {
  private final PublishedStream description =
      new PublishedStream(
          sessionLog(), "node-1", "tcp", new ChunkLimit(1, 1), InstantSource.system());

  private static SessionLog sessionLog() {
    SessionRig rig = new SessionRig();
    rig.session("cam1").onBytes(ScriptedParser.bytes("tK"));
    return rig.writer.claims.get(0).grant(100);
  }

  private void header(String codec) {
    TrackInfo track = new TrackInfo(1, "audio", codec, null, null, null, 48_000, 2, null);
    description.update(
        new LogRecord.Header(0, 0, 0, "audio/mp4", List.of(track), 0, 0, ByteBuffer.allocate(1)));
  }

  @Test
  void advisesThatMp3IsNotPlayedByManyBrowsersWhileItIsSent() {
    header("mp4a.6B");
    assertThat(description.live().advice()).contains("?transcode=audio");

    header("mp4a.40.2");
    assertThat(description.live().advice()).isNull();
  }

  @Test
  void adviceAboutJoiningTakesPrecedence() {
    header("mp4a.69");
    description.notJoinable("set -g 50");

    assertThat(description.live().advice()).isEqualTo("set -g 50");
  }
}
