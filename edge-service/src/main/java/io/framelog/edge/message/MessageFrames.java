package io.framelog.edge.message;

import io.framelog.edge.channel.EventFrames;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.log.LogRecord;
import io.framelog.log.Position;
import org.jspecify.annotations.Nullable;

/** Frames the events of a channel as {@linkplain ServerMessage messages} to players. */
public final class MessageFrames implements EventFrames {
  @Override
  public SharedFrame start(LogRecord.Header header, Position position) {
    return new ServerMessage.Start(
            header.session(),
            header.mime(),
            header.tracks(),
            header.ignoredTracks(),
            position.toString())
        .frame();
  }

  @Override
  public SharedFrame chunk(LogRecord.Header header, Position position, long firstPtsUs) {
    return new ServerMessage.Chunk(
            position.toString(),
            header.chunk(),
            header.wallClockMs(),
            firstPtsUs,
            header.spacingMs())
        .frame();
  }

  @Override
  public SharedFrame gap(GapReason reason, long chunks, @Nullable String advice) {
    return new ServerMessage.Gap(reason.wireName(), chunks, advice).frame();
  }

  @Override
  public SharedFrame end(String reason) {
    return new ServerMessage.End(reason).frame();
  }

  @Override
  public SharedFrame waiting() {
    return new ServerMessage.Waiting().frame();
  }
}
