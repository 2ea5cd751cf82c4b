package io.framelog.media.container.image;

import static io.framelog.media.container.ContainerException.Reason.LIMIT_EXCEEDED;
import static io.framelog.media.container.ContainerException.Reason.MALFORMED;
import static io.framelog.media.container.ContainerException.Reason.TRUNCATED;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.CodecException;
import io.framelog.media.codec.ImageSize;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.GatherBuffer;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sequence of JPEG and WebP images, at any rate. Zero bytes, line ends and multipart
 * headers between them are skipped. Each image is a sample; because images have no timestamps, its
 * time is the arrival time of its last byte. Another size or format is a new track.
 *
 * <p>Memory: one image, up to {@link ParserLimits#maxSampleBytes()}.
 */
public final class ImageParser implements ContainerParser {
  private static final int TRACK_ID = 1;
  private static final long MICROS = 1_000_000;
  private static final int JPEG_FIRST = 0xff;
  private static final int WEBP_FIRST = 'R';
  private static final int BOUNDARY_FIRST = '-';

  private final ParserLimits limits;
  private final LongSupplier nanoTime;
  private final GatherBuffer gathered = new GatherBuffer();
  private @Nullable ImageEnd end;
  private @Nullable PartHead partHead;
  private Codec codec = Codec.JPEG;
  private long imageStart;
  private long consumed;
  private @Nullable Track track;
  private long firstNanos;
  private long lastMicros = -1;

  public ImageParser(ParserLimits limits) {
    this(limits, System::nanoTime);
  }

  /**
   * @param nanoTime a monotonic clock, ns
   */
  ImageParser(ParserLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  @Override
  public void feed(ByteBuffer input, MediaEventSink sink) {
    while (input.hasRemaining()) {
      ImageEnd present = end == null ? begin(input) : end;
      if (present == null) {
        return;
      }
      int from = input.position();
      boolean whole = present.advance(input);
      int length = input.position() - from;
      consumed += length;
      if (gathered.length() + (long) length > limits.maxSampleBytes()) {
        throw new ContainerException(
            LIMIT_EXCEEDED,
            imageStart,
            "image is longer than expected, at most " + limits.maxSampleBytes() + " bytes");
      }
      ByteBuffer bytes = input.duplicate().position(from).limit(from + length);
      if (!whole) {
        gathered.append(bytes, length);
      } else if (gathered.length() == 0) {
        image(bytes.slice(), sink);
      } else {
        gathered.append(bytes, length);
        image(gathered.view(), sink);
      }
    }
  }

  /** The image that begins with the next byte; null when only padding is left. */
  private @Nullable ImageEnd begin(ByteBuffer input) {
    while (input.hasRemaining()) {
      if (partHead != null) {
        pass(partHead, input);
        continue;
      }
      int first = input.get(input.position()) & 0xff;
      if (first == BOUNDARY_FIRST) {
        partHead = new PartHead(consumed);
      } else if (first != 0 && first != '\r' && first != '\n') {
        imageStart = consumed;
        codec = first == WEBP_FIRST ? Codec.WEBP : Codec.JPEG;
        end =
            switch (first) {
              case JPEG_FIRST -> new JpegEnd(imageStart);
              case WEBP_FIRST -> new WebpEnd(imageStart, limits.maxSampleBytes());
              default ->
                  throw new ContainerException(
                      MALFORMED,
                      consumed,
                      HexFormat.of().toHexDigits((byte) first)
                          + " where a JPEG or WebP image must begin");
            };
        return end;
      } else {
        input.get();
        consumed++;
      }
    }
    return null;
  }

  private void pass(PartHead head, ByteBuffer input) {
    int from = input.position();
    if (head.advance(input)) {
      partHead = null;
    }
    consumed += input.position() - from;
  }

  private void image(ByteBuffer image, MediaEventSink sink) {
    end = null;
    ImageSize size = sizeOf(image);
    Track of = track;
    if (of == null || of.codec() != codec || !size.isOf(of)) {
      VideoFormat format = new VideoFormat(size.width(), size.height(), 0);
      of = new Track(TRACK_ID, codec, Bytes.EMPTY, MICROS, 0, format, null, "und");
      track = of;
      sink.on(new MediaEvent.TracksFound(List.of(of), null));
    }
    long time = arrival();
    sink.on(new MediaEvent.SampleRead(new Sample(TRACK_ID, time, time, 0, true, image)));
    gathered.clear();
  }

  private ImageSize sizeOf(ByteBuffer image) {
    try {
      return ImageSize.of(codec, image);
    } catch (CodecException e) {
      throw new ContainerException(MALFORMED, imageStart, String.valueOf(e.getMessage()), e);
    }
  }

  /** µs since the first image; always increases. */
  private long arrival() {
    long now = nanoTime.getAsLong();
    if (lastMicros < 0) {
      firstNanos = now;
    }
    lastMicros = Math.max(lastMicros + 1, (now - firstNanos) / 1000);
    return lastMicros;
  }

  @Override
  public void finish(MediaEventSink sink) {
    if (track == null) {
      throw new ContainerException(
          TRUNCATED, consumed, "the publisher closed before the end of its first image");
    }
  }

  @Override
  public long bytesConsumed() {
    return consumed;
  }
}
