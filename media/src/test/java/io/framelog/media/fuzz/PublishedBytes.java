package io.framelog.media.fuzz;

import io.framelog.media.MediaEvent;
import io.framelog.media.chunk.Chunker;
import io.framelog.media.chunk.ChunkerSettings;
import io.framelog.media.chunk.RecordingChunkSink;
import io.framelog.media.chunk.StreamEnd;
import io.framelog.media.codec.CodecException;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.EventListing;
import io.framelog.media.container.packet.WorkerFailedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Sends any publisher's bytes through the pipeline of an ingest node:
 *
 * <pre>
 *   bytes ─▶ parser ─▶ events ─▶ chunker and packager ─▶ headers, parts ─▶ parsed back
 * </pre>
 *
 * The slicing must not matter, an error must have a valid offset, the work must be bounded by the
 * input, and the viewers' parts must be valid ({@link DeliveredParts}).
 */
public final class PublishedBytes {
  private static final InstantSource CLOCK = () -> Instant.ofEpochMilli(1_000_000);
  private static final StreamEnd END_OF_LOG = new StreamEnd(7, 2, 12_345_678);

  private final EventListing published = new EventListing();
  private final RecordingChunkSink delivered = new RecordingChunkSink();
  private final Chunker chunker =
      new Chunker(ChunkerSettings.DEFAULT, END_OF_LOG, CLOCK, delivered);
  private @Nullable String refusal;

  private PublishedBytes() {}

  /** Publishes the bytes to new parsers and checks all invariants. */
  public static void check(Supplier<ContainerParser> parsers, byte[] bytes) {
    WorkBound.check(
        bytes.length,
        () -> {
          PublishedBytes whole = publish(parsers.get(), bytes, bytes.length);
          PublishedBytes sliced = publish(parsers.get(), bytes, 64);
          whole.requireSame(sliced);
          DeliveredParts.check(whole.published, whole.delivered, END_OF_LOG);
        });
  }

  private static PublishedBytes publish(ContainerParser parser, byte[] bytes, int largest) {
    PublishedBytes session = new PublishedBytes();
    CRC32 seed = new CRC32();
    seed.update(bytes);
    Random random = new Random(seed.getValue());
    try {
      for (int from = 0; from < bytes.length; ) {
        int left = bytes.length - from;
        int length = largest >= left ? left : 1 + random.nextInt(largest);
        session.feed(parser, Arrays.copyOfRange(bytes, from, from + length));
        from += length;
      }
      parser.finish(session::on);
    } catch (ContainerException e) {
      session.refused(e, bytes.length);
    } catch (CodecException | WorkerFailedException e) {
      session.refusal = String.valueOf(e.getMessage());
    }
    session.chunker.finish();
    return session;
  }

  /** The slice is overwritten after the call, to detect code that keeps a view. */
  private void feed(ContainerParser parser, byte[] slice) {
    ByteBuffer input = ByteBuffer.wrap(slice);
    parser.feed(input, this::on);
    if (input.hasRemaining()) {
      throw new AssertionError("the parser left " + input.remaining() + " bytes");
    }
    Arrays.fill(slice, (byte) 0xee);
  }

  private void on(MediaEvent event) {
    chunker.on(event);
    published.on(event);
  }

  private void refused(ContainerException e, int length) {
    if (e.byteOffset() < 0 || e.byteOffset() > length) {
      throw new AssertionError("the error names a byte outside of the input", e);
    }
    refusal = e.getMessage();
  }

  private void requireSame(PublishedBytes sliced) {
    if (!published.samples().equals(sliced.published.samples())
        || !delivered.headers.equals(sliced.delivered.headers)
        || !delivered.parts.equals(sliced.delivered.parts)) {
      throw new AssertionError("the slicing of the input makes a difference");
    }
    if (!String.valueOf(refusal).equals(String.valueOf(sliced.refusal))) {
      throw new AssertionError(
          "refused as '" + refusal + "', in slices as '" + sliced.refusal + "'");
    }
  }
}
