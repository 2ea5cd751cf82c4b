package io.framelog.media.packaging.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.packaging.Samples;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class Fmp4PackagerPropertyTest {
  /** Samples of even size go to the video track, of odd size to the audio track. */
  @Property(tries = 300)
  void everySampleIsAtTheOffsetOfItsRun(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 3000) Integer> sizes) {
    // given
    Fmp4Packager packager = new Fmp4Packager(List.of(Samples.VP9, Samples.OPUS));
    List<List<ByteBuffer>> sent = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < sizes.size(); i++) {
      int track = sizes.get(i) % 2;
      ByteBuffer frame = Samples.frame(i, sizes.get(i));
      packager.add(track, i, i, 1, true, frame);
      sent.get(track).add(frame);
    }

    // when
    BoxTree part = new BoxTree(packager.finishPart());

    // then
    assertThat(part.all("moof/traf"))
        .hasSize((int) sent.stream().filter(s -> !s.isEmpty()).count());
    BoxTree.Box mdat = part.one("mdat");
    List<BoxTree.Box> runs = part.all("moof/traf/trun");
    List<BoxTree.Box> headers = part.all("moof/traf/tfhd");
    for (int run = 0; run < runs.size(); run++) {
      int track = headers.get(run).payload().getInt(4) - 1;
      assertThat(samples(runs.get(run).payload(), mdat, track == 0 ? 16 : 8))
          .isEqualTo(sent.get(track));
    }
  }

  private static List<ByteBuffer> samples(ByteBuffer run, BoxTree.Box mdat, int entryBytes) {
    List<ByteBuffer> found = new ArrayList<>();
    int offset = run.getInt(8) - (mdat.start() + 8);
    for (int i = 0; i < run.getInt(4); i++) {
      int size = run.getInt(12 + i * entryBytes + 4);
      found.add(mdat.payload().slice(offset, size));
      offset += size;
    }
    return found;
  }
}
