package io.framelog.media.chunk;

/** Takes what the chunker makes, in order, on the thread that drives it. */
public interface ChunkSink {
  void chunkStarted(ChunkHeader header);

  void part(MediaPart part);

  /**
   * The stream has random-access points in name only (open GOP, intra refresh): it goes on as one
   * chunk that can be watched from its start but not joined later. Told once a session.
   *
   * @param advice the encoder option to set, for the log and the API
   */
  void notJoinable(String advice);
}
