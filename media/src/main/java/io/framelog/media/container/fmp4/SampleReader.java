package io.framelog.media.container.fmp4;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.MediaEvent.SampleRead;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.GatherBuffer;
import java.nio.ByteBuffer;

/**
 * Splits the bytes of {@code mdat} into the samples of the table; each is delivered with its last
 * byte.
 *
 * <p>A sample that is completely in one input is a view of it; only a sample that spans inputs is
 * copied.
 */
final class SampleReader {
  private final SampleTable samples;
  private final GatherBuffer torn = new GatherBuffer();

  SampleReader(SampleTable samples) {
    this.samples = samples;
  }

  /**
   * Must be called at the beginning of a top-level box: no announced sample may begin before it.
   */
  void boxBegins(BoxHeader box) {
    if (!samples.isEmpty() && samples.currentOffset() < box.offset()) {
      throw new ContainerException(
          MALFORMED,
          box.offset(),
          "sample announced at " + samples.currentOffset() + " is not within an mdat");
    }
  }

  /**
   * Consumes bytes of an {@code mdat}.
   *
   * @param from offset of the first in the publisher's bytes
   */
  void read(BoxHeader mdat, long from, ByteBuffer bytes, MediaEventSink sink) {
    long delta = from - bytes.position();
    while (bytes.hasRemaining() && !samples.isEmpty()) {
      long start = samples.currentOffset();
      if (torn.length() == 0) {
        if (start < mdat.bodyOffset()) {
          throw outside(mdat, start);
        }
        long gap = start - (delta + bytes.position());
        bytes.position((int) Math.min(bytes.position() + gap, bytes.limit()));
        if (!bytes.hasRemaining()) {
          return;
        }
        if (samples.currentSize() > mdat.end() - start) {
          throw outside(mdat, start);
        }
      }
      takeSample(bytes, sink);
    }
    bytes.position(bytes.limit());
  }

  private void takeSample(ByteBuffer bytes, MediaEventSink sink) {
    int size = samples.currentSize();
    if (torn.length() == 0 && bytes.remaining() >= size) {
      int at = bytes.position();
      bytes.position(at + size);
      deliver(bytes.slice(at, size), sink);
      return;
    }
    torn.append(bytes, Math.min(size - torn.length(), bytes.remaining()));
    if (torn.length() == size) {
      ByteBuffer whole = torn.view();
      torn.clear();
      deliver(whole, sink);
    }
  }

  private void deliver(ByteBuffer data, MediaEventSink sink) {
    Sample sample =
        new Sample(
            samples.currentTrackId(),
            samples.currentDts(),
            samples.currentPts(),
            samples.currentDuration(),
            samples.currentIsSync(),
            data);
    samples.advance();
    sink.on(new SampleRead(sample));
  }

  private ContainerException outside(BoxHeader mdat, long start) {
    return new ContainerException(
        MALFORMED,
        start,
        "sample of "
            + samples.currentSize()
            + " bytes is not within its mdat, which reaches from "
            + mdat.bodyOffset()
            + " to "
            + mdat.end());
  }
}
