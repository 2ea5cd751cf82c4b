package io.framelog.worker;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.io.InputStream;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Lets FFmpeg read a Java stream: forward only, each read returns the bytes that are available. */
public final class FfmpegInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 << 10;

  private final Source source;
  private final AVIOContext context;

  /**
   * @param in read on the thread that calls FFmpeg; not closed
   */
  public FfmpegInput(InputStream in) {
    source = new Source(in);
    BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
    context = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, source, null, null);
    context.seekable(0);
  }

  /** For {@code AVFormatContext.pb}; valid until this is closed. */
  public AVIOContext context() {
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
    private final InputStream in;
    private final byte[] bytes = new byte[BUFFER_BYTES];

    Source(InputStream in) {
      this.in = in;
    }

    @Override
    public int call(Pointer opaque, BytePointer into, int size) {
      try {
        int count = in.read(bytes, 0, Math.min(size, bytes.length));
        if (count <= 0) {
          return AVERROR_EOF();
        }
        into.put(bytes, 0, count);
        return count;
      } catch (IOException e) {
        // FFmpeg's caller is notified that reading failed.
        return AVERROR_EXTERNAL();
      }
    }
  }
}
