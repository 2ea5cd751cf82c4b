package io.framelog.media.container.mkv;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.MediaEvent;
import io.framelog.media.Tool;
import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the times of laced frames written by mkvmerge with those of the same frames without
 * lacing.
 */
class LacedTimesToolTest {
  private static final int EBML_LACING = 0x86;
  private static final int FRAMES_A_BLOCK = 8;

  /** Clicks in silence make the encoder change its block size. */
  private static final String CLICKS =
      "aevalsrc='if(lt(mod(t,0.2),0.004),random(0),0)':s=44100:d=2";

  private final Path folder;

  LacedTimesToolTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "libvorbis",
        "libopus",
        "libopus -frame_duration 2.5",
        "libopus -frame_duration 60",
        "libopus -application voip -b:a 12k -frame_duration 40",
        "flac",
        "aac",
        "libmp3lame"
      })
  void lacedFramesHaveTheSameTimesAsSingleFrames(String encoder) throws Exception {
    // given a stream with one block and one time for each frame
    Path file = folder.resolve("alone.mkv");
    String command =
        "ffmpeg -v error -f lavfi -i " + CLICKS + " -c:a " + encoder + " -live 1 " + file;
    Tool.run(command.split(" "));
    byte[] alone = Files.readAllBytes(file);

    // when each block has eight of the same frames, and no duration is stated
    List<EventListing.Line> frames = MatroskaFeed.whole(alone).samples();
    List<EventListing.Line> laced = MatroskaFeed.whole(laced(alone)).samples();

    // then the times of all frames are unchanged
    assertThat(laced).hasSameSizeAs(frames).hasSizeGreaterThan(2 * FRAMES_A_BLOCK);
    for (int i = 0; i < frames.size(); i++) {
      assertThat(laced.get(i).crc()).isEqualTo(frames.get(i).crc());
      assertThat(Math.abs(laced.get(i).pts() - frames.get(i).pts()))
          .as("ms between frame %d laced and not laced", i)
          .isLessThanOrEqualTo(1);
    }
  }

  /** The unchanged header, then Clusters with one block each. */
  private static byte[] laced(byte[] alone) {
    List<byte[]> frames = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    new MatroskaParser(ParserLimits.DEFAULT)
        .feed(
            ByteBuffer.wrap(alone),
            event -> {
              if (event instanceof MediaEvent.SampleRead read) {
                byte[] frame = new byte[read.sample().data().remaining()];
                read.sample().data().get(frame);
                frames.add(frame);
                times.add(read.sample().pts());
              }
            });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(alone, 0, firstCluster(alone));
    long delay = -Math.min(0, times.get(0));
    for (int from = 0; from < frames.size(); from += FRAMES_A_BLOCK) {
      List<byte[]> lace = frames.subList(from, Math.min(from + FRAMES_A_BLOCK, frames.size()));
      byte[] block = Ebml.simpleBlock(1, 0, EBML_LACING, content(lace));
      out.writeBytes(Ebml.cluster(times.get(from) + delay, block));
    }
    return out.toByteArray();
  }

  private static byte[] content(List<byte[]> lace) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(lace.size() - 1);
    for (int i = 0; i < lace.size() - 1; i++) {
      int size = lace.get(i).length;
      out.writeBytes(
          i == 0
              ? Ebml.varint(size, 4)
              : Ebml.varint(size - lace.get(i - 1).length + (1 << 27) - 1, 4));
    }
    lace.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static int firstCluster(byte[] file) {
    byte[] id = Ebml.id(Element.CLUSTER.id());
    int at = 0;
    while (!ByteBuffer.wrap(file, at, id.length).equals(ByteBuffer.wrap(id))) {
      at++;
    }
    return at;
  }
}
