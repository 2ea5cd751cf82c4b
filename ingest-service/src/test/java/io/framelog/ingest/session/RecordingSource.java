package io.framelog.ingest.session;

import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.media.container.ContainerParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source that records the calls it receives. */
final class RecordingSource implements Source {
  private @Nullable String remoteAddress;
  private final List<String> told = new ArrayList<>();
  private boolean announced = true;
  private boolean paused;
  private int pauses;
  private @Nullable SourceEnd end;
  private @Nullable String title;

  /** The title of the container it sends from now on. */
  void entitle(@Nullable String given) {
    title = given;
  }

  /** The parser of its next header and the bytes after it. */
  ContainerParser parser() {
    return new ScriptedParser(title);
  }

  @Override
  public String kind() {
    return "tcp";
  }

  @Override
  public String connection() {
    return "tcp:192.0.2.1:50000";
  }

  @Override
  public void ignoredTracks(List<IgnoredTrackInfo> tracks) {
    told.add("ignored " + tracks.stream().map(IgnoredTrackInfo::codec).toList());
  }

  @Override
  public void claimed(long session) {
    told.add("claimed " + session);
  }

  /** The calls about its stream, in order. */
  List<String> told() {
    return List.copyOf(told);
  }

  void comeFrom(String address) {
    remoteAddress = address;
  }

  @Override
  public Optional<String> remoteAddress() {
    return Optional.ofNullable(remoteAddress);
  }

  void announceNoEnd() {
    announced = false;
  }

  @Override
  public boolean announcesEnd() {
    return announced;
  }

  @Override
  public void pause() {
    paused = true;
    pauses++;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public void close(SourceEnd how) {
    if (end != null) {
      throw new AssertionError("closed twice, first " + end + ", then " + how);
    }
    end = how;
  }

  boolean isPaused() {
    return paused;
  }

  int pauses() {
    return pauses;
  }

  boolean isClosed() {
    return end != null;
  }

  SourceEnd end() {
    if (end == null) {
      throw new AssertionError("the source was not closed");
    }
    return end;
  }
}
