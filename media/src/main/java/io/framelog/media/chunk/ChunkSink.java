package io.framelog.media.chunk;

/** Receives the chunker's output in order, on the thread that drives it. */
public interface ChunkSink {
  void chunkStarted(ChunkHeader header);

  void part(MediaPart part);

  /**
   * The stream has no real random-access points (open GOP, intra refresh): it continues as one
   * chunk that can be watched from its start but not joined later. Called at most once a session.
   *
   * @param advice the encoder option to set, for the log and the API
   */
  void notJoinable(String advice);
}
