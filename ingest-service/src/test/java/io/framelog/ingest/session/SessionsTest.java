package io.framelog.ingest.session;

import static io.framelog.ingest.session.ScriptedParser.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Admission to a node that serves two publishers. */
class SessionsTest {
  private static final String ATTACKER = "192.0.2.66";
  private static final String CAMERA = "192.0.2.1";

  private final SessionRig rig = new SessionRig();
  private Sessions sessions;

  @BeforeEach
  void open() {
    rig.headerless = 4;
    sessions = sessions();
  }

  private Sessions sessions() {
    Sessions opened = new Sessions(rig.environment("cam1", (stream, owner) -> false));
    opened.admit();
    return opened;
  }

  private SourceListener connect(RecordingSource source, String address) {
    source.comeFrom(address);
    source.entitle("cam1");
    return sessions.accept(source, rig.loop, null).orElseThrow();
  }

  @Test
  void connectionsThatSendNothingDoNotBlockPublishers() {
    List<RecordingSource> silent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      silent.add(new RecordingSource());
      connect(silent.get(i), ATTACKER);
    }
    RecordingSource camera = new RecordingSource();

    connect(camera, CAMERA).onBytes(bytes("t"));
    rig.loop.run();

    assertThat(rig.writer.claims).hasSize(1);
    assertThat(camera.isClosed()).isFalse();
    assertThat(sessions.connected()).isEqualTo(4);
    assertThat(sessions.headerless()).isEqualTo(3);
    assertThat(silent.subList(0, 17))
        .allSatisfy(source -> assertThat(source.end().reason()).isEqualTo(EndReason.NO_HEADER));
    assertThat(silent.get(0).end().detail()).contains("framelog.ingest.headerless-connections");
    assertThat(silent.subList(17, 20)).noneMatch(RecordingSource::isClosed);
  }

  @Test
  void aWaitingConnectionIsNotReplacedByThoseOfAnAddressThatHasMore() {
    RecordingSource camera = new RecordingSource();
    SourceListener slow = connect(camera, CAMERA);
    for (int i = 0; i < 20; i++) {
      connect(new RecordingSource(), ATTACKER);
    }

    slow.onBytes(bytes("t"));
    rig.loop.run();

    assertThat(rig.writer.claims).hasSize(1);
    assertThat(camera.isClosed()).isFalse();
  }

  @Test
  void aConnectionThatWasReplacedDoesNotPublish() {
    RecordingSource late = new RecordingSource();
    SourceListener replaced = connect(late, ATTACKER);
    for (int i = 0; i < 4; i++) {
      connect(new RecordingSource(), ATTACKER);
    }

    replaced.onBytes(bytes("t"));
    rig.loop.run();

    assertThat(rig.writer.claims).isEmpty();
    assertThat(late.end().reason()).isEqualTo(EndReason.NO_HEADER);
  }

  @Test
  void aHeaderThatCompletesAtTheLimitOfPublishersIsRefused() {
    List<RecordingSource> sources = new ArrayList<>();
    List<SourceListener> listeners = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sources.add(new RecordingSource());
      listeners.add(connect(sources.get(i), CAMERA));
    }

    listeners.forEach(listener -> listener.onBytes(bytes("t")));
    rig.loop.run();

    assertThat(rig.writer.claims).hasSize(2);
    assertThat(sources.get(2).end().reason()).isEqualTo(EndReason.TOO_MANY_CONNECTIONS);
    assertThat(sessions.connected()).isEqualTo(2);
  }

  @Test
  void theConnectionsOfOneAddressAreLimited() {
    rig.perAddress = 2;
    sessions = sessions();
    RecordingSource first = new RecordingSource();
    SourceListener listener = connect(first, CAMERA);
    connect(new RecordingSource(), CAMERA);
    RecordingSource third = new RecordingSource();
    third.comeFrom(CAMERA);

    assertThat(sessions.accept(third, rig.loop, null)).isEmpty();

    assertThat(third.end().reason()).isEqualTo(EndReason.TOO_MANY_FROM_ADDRESS);
    assertThat(third.end().detail()).contains("2 connections at a time from " + CAMERA);
    listener.onDisconnected("gone");
    rig.loop.run();
    connect(new RecordingSource(), CAMERA);
    assertThat(rig.ends).containsExactly(EndReason.TOO_MANY_FROM_ADDRESS, EndReason.DISCONNECTED);
  }

  @Test
  void endedConnectionsNoLongerCount() {
    rig.perAddress = 2;
    sessions = sessions();
    for (int i = 0; i < 50; i++) {
      RecordingSource source = new RecordingSource();
      SourceListener listener = connect(source, CAMERA);
      if (i % 2 == 0) {
        listener.onBytes(bytes("t"));
        rig.writer.claims.get(i / 2).fail(new io.framelog.log.LogException.Refused("held"));
      } else {
        listener.onDisconnected("gone");
      }
      rig.loop.run();
    }

    assertThat(sessions.connected()).isZero();
    assertThat(sessions.headerless()).isZero();
  }
}
