package io.framelog.media.chunk;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Records the chunker's output. */
public final class RecordingChunkSink implements ChunkSink {
  public final List<ChunkHeader> headers = new ArrayList<>();
  public final List<MediaPart> parts = new ArrayList<>();
  public final List<String> advice = new ArrayList<>();

  @Override
  public void chunkStarted(ChunkHeader header) {
    headers.add(header);
  }

  @Override
  public void part(MediaPart part) {
    parts.add(part);
  }

  @Override
  public void notJoinable(String option) {
    advice.add(option);
  }

  /** The bytes that a viewer receives when it joins at a chunk. */
  public byte[] from(int chunk) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ChunkHeader header = headers.get(chunk);
    bytes.writeBytes(header.initSegment().bytes().toArray());
    for (MediaPart part : parts) {
      if (part.chunk() >= header.chunk()) {
        bytes.writeBytes(part.bytes().toArray());
      }
    }
    return bytes.toByteArray();
  }
}
