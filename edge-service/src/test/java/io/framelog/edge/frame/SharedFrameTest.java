package io.framelog.edge.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFrameTest {
  private static WebSocketFrame decode(ByteBuf bytes) {
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(false)
            .maxFramePayloadLength(1 << 20)
            .build();
    EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(config));
    client.writeInbound(bytes);
    WebSocketFrame frame = client.readInbound();
    assertThat(client.inboundMessages()).isEmpty();
    client.finish();
    return frame;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 300_000})
  void aClientReadsThePayloadAtEveryLengthForm(int length) {
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) i;
    }
    SharedFrame frame = SharedFrame.binary(ByteBuffer.wrap(payload));

    WebSocketFrame read = decode(frame.retainedBytesFrom(0));

    assertThat(read).isInstanceOf(BinaryWebSocketFrame.class);
    assertThat(read.isFinalFragment()).isTrue();
    byte[] got = new byte[read.content().readableBytes()];
    read.content().readBytes(got);
    assertThat(got).isEqualTo(payload);
    assertThat(frame.copyPayload()).isEqualTo(payload);
    read.release();
    frame.release();
    assertThat(frame.references()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 65_535, 300_000})
  void theSameBytesAreAChunkOfAnHttpBody(int length) {
    SharedFrame frame = SharedFrame.binary(ByteBuffer.wrap(new byte[length]));
    ByteBuf head = frame.retainedChunkHead();
    ByteBuf body = frame.retainedChunkBodyFrom(0);

    assertThat(head.toString(StandardCharsets.US_ASCII))
        .isEqualTo(Integer.toHexString(length) + "\r\n");
    assertThat(body.readableBytes()).isEqualTo(length + 2);
    assertThat(body.toString(length, 2, StandardCharsets.US_ASCII)).isEqualTo("\r\n");
    head.release();
    body.release();
    frame.release();
    assertThat(frame.references()).isZero();
  }

  @Test
  void textIsUtf8() {
    SharedFrame frame = SharedFrame.text("{\"ü\":1}");
    WebSocketFrame read = decode(frame.retainedBytesFrom(0));
    assertThat(read).isInstanceOf(TextWebSocketFrame.class);
    assertThat(read.content().toString(StandardCharsets.UTF_8)).isEqualTo("{\"ü\":1}");
    read.release();
    frame.release();
  }

  @Test
  void viewersShareTheBytes() {
    SharedFrame frame = SharedFrame.binary(ByteBuffer.wrap(new byte[100]));
    ByteBuf one = frame.retainedBytesFrom(0);
    ByteBuf other = frame.retainedBytesFrom(0);

    assertThat(one.memoryAddress()).isEqualTo(other.memoryAddress());
    assertThat(frame.references()).isEqualTo(3);

    one.release();
    other.release();
    frame.release();
    assertThat(frame.references()).isZero();
  }
}
