package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceListener;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DiskRoomTest {
  private static final long MIB = 1 << 20;

  private final SessionRig rig = new SessionRig();
  private final Sessions sessions = new Sessions(rig.environment("cam1", (stream, owner) -> false));
  private final DiskRoom room = new DiskRoom(400 * MIB, sessions);

  private RecordingSource publish() {
    sessions.admit();
    SourceListener session = sessions.accept(rig.source, rig.loop, null).orElseThrow();
    session.onBytes(ScriptedParser.bytes("tK"));
    rig.writer.claims.get(0).grant(100);
    rig.loop.run();
    assertThat(rig.source.isPaused()).isFalse();
    return rig.source;
  }

  private void measured(long mebibytes) {
    room.measured(OptionalLong.of(mebibytes * MIB));
    rig.loop.run();
  }

  @Test
  void publishersArePausedWhileTheDiskIsFull() {
    RecordingSource publisher = publish();

    measured(200);
    assertThat(publisher.isPaused()).isFalse();
    measured(199);
    assertThat(publisher.isPaused()).isTrue();
    measured(299);
    assertThat(publisher.isPaused()).isTrue();
    measured(300);
    assertThat(publisher.isPaused()).isFalse();
    assertThat(publisher.isClosed()).isFalse();
  }

  @Test
  void aNewPublisherIsRejectedWithTheReason() {
    sessions.admit();
    measured(12);
    RecordingSource newcomer = new RecordingSource();

    assertThat(sessions.accept(newcomer, rig.loop, null)).isEmpty();
    assertThat(newcomer.end().reason()).isEqualTo(EndReason.NOT_READY);
    assertThat(newcomer.end().detail())
        .isEqualTo(
            "the disk of a broker has 12 MiB free, publishers are accepted from 300 MiB on"
                + " (framelog.log.min-free-bytes)");

    measured(300);
    assertThat(sessions.accept(new RecordingSource(), rig.loop, null)).isPresent();
  }

  @Test
  void anUnknownFreeSpaceChangesNothing() {
    RecordingSource publisher = publish();
    assertThat(room.freeBytes()).isNaN();

    measured(12);
    room.measured(OptionalLong.empty());
    rig.loop.run();

    assertThat(publisher.isPaused()).isTrue();
  }
}
