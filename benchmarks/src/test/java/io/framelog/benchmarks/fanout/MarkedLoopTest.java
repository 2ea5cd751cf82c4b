package io.framelog.benchmarks.fanout;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.benchmarks.PublishedStream;
import io.framelog.benchmarks.ingest.PublishedFile;
import io.framelog.media.Bytes;
import io.framelog.media.MediaEvent;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.fmp4.Fmp4Parser;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class MarkedLoopTest {
  private static final PublishedFile FILE = PublishedFile.of(PublishedStream.MP4.bytes());
  private static final int FRAME = PublishedStream.FRAME_BYTES;

  private record Read(long dts, Bytes sample) {
    byte[] data() {
      return sample.sharedArray();
    }

    String mark() {
      return new String(data(), data().length - 53, 52, US_ASCII);
    }

    long checkSum() {
      CRC32C crc = new CRC32C();
      crc.update(data(), 0, data().length - Mark.BYTES);
      crc.update(mark().getBytes(US_ASCII), 0, 44);
      return crc.getValue();
    }
  }

  @Test
  void marksEachFrameWithoutChangingItsBytes() {
    // when
    long before = System.nanoTime();
    List<Read> samples = parse(new MarkedLoop(FILE, 0), 7, 30);

    // then
    List<Read> plain = parse(FILE);
    for (int i = 0; i < samples.size(); i++) {
      Read sample = samples.get(i);
      assertThat(sample.data()).hasSize(FRAME + Mark.BYTES).startsWith(plain.get(i).data());
      assertThat(sample.mark())
          .startsWith("FLMARK1%s%08x0007".formatted(i % 25 == 0 ? "K" : "D", i))
          .endsWith("%08x%08x".formatted(FRAME, sample.checkSum()));
      assertThat(Long.parseLong(sample.mark().substring(20, 36), 16))
          .isBetween(before, System.nanoTime());
    }
  }

  @Test
  void repeatsTheFileWithoutAHole() {
    // given
    MarkedLoop loop = new MarkedLoop(FILE, 0);

    // when
    List<Read> samples = parse(loop, 0, PublishedStream.FRAMES + 2);

    // then
    long frame = samples.get(1).dts() - samples.get(0).dts();
    assertThat(samples).extracting(Read::dts).startsWith(0L, frame, 2 * frame);
    assertThat(samples.get(PublishedStream.FRAMES).dts()).isEqualTo(PublishedStream.FRAMES * frame);
    assertThat(loop.isKey(PublishedStream.FRAMES)).isTrue();
    assertThat(loop.isKey(PublishedStream.FRAMES + 1)).isFalse();
  }

  @Test
  void damagesTheRequestedFramesSoThatTheirCheckSumsDiffer() {
    // when
    List<Read> samples = parse(new MarkedLoop(FILE, 5), 0, 10);

    // then
    assertThat(samples)
        .filteredOn(sample -> !sample.mark().endsWith("%08x".formatted(sample.checkSum())))
        .containsExactly(samples.get(4), samples.get(9));
  }

  @Test
  void refusesSamplesThatAreNotNalUnits() {
    // given
    PublishedFile torn = PublishedFile.of(PublishedStream.MP4.bytes());
    byte[] first = torn.frames().get(0).sharedArray();
    first[first.length - FRAME]++;

    // then
    assertThatThrownBy(() -> new MarkedLoop(torn, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NAL units");
  }

  private static List<Read> parse(MarkedLoop loop, int stream, int frames) {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      pieces.add(loop.frame(stream, i));
    }
    return parse(pieces);
  }

  private static List<Read> parse(PublishedFile file) {
    return parse(file.frames().stream().map(frame -> frame.buffer()).toList());
  }

  private static List<Read> parse(List<ByteBuffer> frames) {
    List<Read> samples = new ArrayList<>();
    Fmp4Parser parser = new Fmp4Parser(ParserLimits.DEFAULT);
    parser.feed(FILE.header().buffer(), event -> {});
    for (ByteBuffer frame : frames) {
      parser.feed(
          frame,
          event -> {
            if (event instanceof MediaEvent.SampleRead read) {
              samples.add(new Read(read.sample().dts(), Bytes.copyOf(read.sample().data())));
            }
          });
    }
    return samples;
  }
}
