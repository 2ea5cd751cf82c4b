package io.framelog.worker.picture;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Bytes in memory as FFmpeg reads them: forward only. */
final class MemoryInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 << 10;

  private final Source source;
  private final AVIOContext context;

  MemoryInput(byte[] media) {
    source = new Source(media);
    BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
    context = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, source, null, null);
    context.seekable(0);
  }

  AVIOContext context() {
    return context;
  }

  @Override
  public void close() {
    // FFmpeg may have replaced the buffer it was given.
    av_free(context.buffer());
    avio_context_free(context);
    source.close();
  }

  /** Called by native code, on the thread that reads. */
  private static final class Source extends Read_packet_Pointer_BytePointer_int {
    private final byte[] media;
    private int read;

    Source(byte[] media) {
      this.media = media;
    }

    @Override
    public int call(Pointer opaque, BytePointer into, int size) {
      int count = Math.min(size, media.length - read);
      if (count == 0) {
        return AVERROR_EOF();
      }
      into.put(media, read, count);
      read += count;
      return count;
    }
  }
}
