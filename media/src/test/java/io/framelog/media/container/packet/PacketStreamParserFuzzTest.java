package io.framelog.media.container.packet;

import static io.framelog.media.container.packet.PacketStream.adts;
import static io.framelog.media.container.packet.PacketStream.audio;
import static io.framelog.media.container.packet.PacketStream.bytes;
import static io.framelog.media.container.packet.PacketStream.hex;
import static io.framelog.media.container.packet.PacketStream.tracks;
import static io.framelog.media.container.packet.PacketStream.video;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.fuzz.PublishedBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

class PacketStreamParserFuzzTest {
  static Stream<byte[]> seeds() {
    byte[] frame = adts(60, 9);
    return Stream.of(
        PacketStream.of(
            out -> {
              out.tracks(
                  tracks(
                      video(Codec.H264, PacketFraming.ANNEX_B, Bytes.EMPTY),
                      audio(Codec.AAC, PacketFraming.ADTS, Bytes.wrap(frame))),
                  "cam1");
              out.ignored(
                  List.of(IgnoredTrack.notCarried(3, IgnoredTrack.Kind.AUDIO, "mp2", "eng")));
              out.packet(2, 0, 0, 0, true, ByteBuffer.wrap(frame));
              out.packet(
                  1,
                  0,
                  0,
                  0,
                  true,
                  hex("00000001 67 42c00b d9 0a10 6c8000 000001 68 cb83cb20 000001 65aa"));
              out.end();
            }),
        PacketStream.of(
            out -> {
              Bytes head = bytes("4f70757348656164 01 02 3801 80bb0000 0000 00");
              out.tracks(tracks(audio(Codec.OPUS, PacketFraming.OPUS_CONTROL, head)), null);
              out.packet(2, 900, 900, 0, true, hex("7fe0 03 fc0102 7fe0 02 fc03"));
              out.config(2, head);
              out.end();
            }),
        PacketStream.of(out -> out.failed(FailureKind.MALFORMED, "no sync byte")));
  }

  @Timeout(120)
  @MethodSource("seeds")
  @FuzzTest
  void carriesOrRefusesAnyPacketStream(byte @NotNull [] bytes) {
    PublishedBytes.check(() -> new PacketStreamParser(ParserLimits.DEFAULT), bytes);
  }
}
