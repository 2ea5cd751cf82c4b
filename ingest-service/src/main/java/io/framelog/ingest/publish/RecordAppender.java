package io.framelog.ingest.publish;

import io.framelog.controlplane.HlsLimit;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.LogRecord;
import io.framelog.log.SessionLog;
import io.framelog.media.chunk.ChunkHeader;
import io.framelog.media.chunk.ChunkSink;
import io.framelog.media.chunk.MediaPart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * Appends the chunker's headers and parts as records of one session, in order. The bytes are not
 * copied.
 *
 * <pre>
 *   offset   h       h+1     h+2     h+3     h+4
 *          HEADER   PART 0  PART 1  PART 2  HEADER …
 *   back             1       2       3
 * </pre>
 */
public final class RecordAppender implements ChunkSink {
  private final SessionLog log;
  private final Supplier<List<IgnoredTrackInfo>> ignoredTracks;
  private final AppendListener listener;
  private int targetS;
  private boolean hasChunk;
  private long chunkStartUs;
  private long reachUs;

  /** Notified of every append, on the chunker's thread. */
  public interface AppendListener {
    void headerAppended(LogRecord.Header header);

    void partAppended(LogRecord.Part part);

    /** See {@link ChunkSink#notJoinable}. */
    void notJoinable(String advice);
  }

  /**
   * @param ignoredTracks supplies the tracks that are left out; called when a chunk begins
   */
  public RecordAppender(
      SessionLog log, Supplier<List<IgnoredTrackInfo>> ignoredTracks, AppendListener listener) {
    this.log = log;
    this.ignoredTracks = ignoredTracks;
    this.listener = listener;
  }

  @Override
  public void chunkStarted(ChunkHeader header) {
    if (hasChunk) {
      targetS = HlsLimit.targetAfter(targetS, reachUs - chunkStartUs);
      hasChunk = false;
    }
    LogRecord.Header appended =
        new LogRecord.Header(
            log.session(),
            header.chunk(),
            header.discontinuities(),
            header.initSegment().mime(),
            TrackInfos.of(header),
            ignoredTracks.get(),
            header.wallClockMs(),
            header.spacingMs(),
            targetS,
            ByteBuffer.wrap(header.initSegment().bytes().sharedArray()));
    log.append(appended);
    listener.headerAppended(appended);
  }

  @Override
  public void part(MediaPart part) {
    if (!hasChunk) {
      hasChunk = true;
      chunkStartUs = part.reachUs() - part.durationUs();
    }
    reachUs = part.reachUs();
    LogRecord.Part appended =
        new LogRecord.Part(
            log.session(),
            part.chunk(),
            part.index(),
            part.index() + 1,
            part.ptsUs(),
            part.durationUs(),
            part.reachUs(),
            ByteBuffer.wrap(part.bytes().sharedArray()));
    log.append(appended);
    listener.partAppended(appended);
  }

  @Override
  public void notJoinable(String advice) {
    listener.notJoinable(advice);
  }
}
