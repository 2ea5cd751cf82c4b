package io.framelog.media.container.packet;

import static io.framelog.media.container.packet.PacketStream.adts;
import static io.framelog.media.container.packet.PacketStream.audio;
import static io.framelog.media.container.packet.PacketStream.hex;
import static io.framelog.media.container.packet.PacketStream.tracks;
import static io.framelog.media.container.packet.PacketStream.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserFeed;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PacketStreamParserPropertyTest {
  private static final byte[] STREAM =
      PacketStream.of(
          out -> {
            byte[] frame = adts(60, 9);
            out.tracks(
                tracks(
                    video(Codec.H264, PacketFraming.ANNEX_B, Bytes.EMPTY),
                    audio(Codec.AAC, PacketFraming.ADTS, Bytes.wrap(frame))),
                "cam1?key=secret");
            for (int i = 0; i < 5; i++) {
              out.packet(1, 3600L * i, 3600L * i, 3600, i == 0, hex("00000001 65aabbcc0" + i));
              out.packet(2, 1920L * i, 1920L * i, 1920, true, ByteBuffer.wrap(frame));
            }
            out.end();
          });

  @Property(tries = 200)
  void slicingMakesNoDifference(@ForAll @IntRange(min = 1, max = 300) int slice) {
    EventListing whole = ParserFeed.whole(new PacketStreamParser(ParserLimits.DEFAULT), STREAM);
    EventListing sliced =
        ParserFeed.sliced(new PacketStreamParser(ParserLimits.DEFAULT), STREAM, left -> slice);

    assertThat(whole.samples()).hasSize(10);
    assertThat(sliced.text()).isEqualTo(whole.text());
  }
}
