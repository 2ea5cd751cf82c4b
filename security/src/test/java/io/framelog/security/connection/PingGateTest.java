package io.framelog.security.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PingGateTest {
  private static final int WRITABLE = 1;

  private final EmbeddedChannel channel = new EmbeddedChannel(PingGate.INSTANCE);

  private void setWritable(boolean writable) {
    ChannelOutboundBuffer waiting = Objects.requireNonNull(channel.unsafe().outboundBuffer());
    waiting.setUserDefinedWritability(WRITABLE, writable);
  }

  @Test
  void pingsOfAPeerThatReadsNothingAreDiscarded() {
    PingWebSocketFrame ping = new PingWebSocketFrame(Unpooled.buffer().writeByte(1));
    setWritable(false);

    assertThat(channel.writeInbound(ping)).isFalse();
    assertThat(ping.refCnt()).isZero();
  }

  @Test
  void otherFramesPass() {
    setWritable(false);

    assertThat(channel.writeInbound(new TextWebSocketFrame("{}"))).isTrue();
  }

  @Test
  void pingsOfAPeerThatReadsPass() {
    setWritable(false);
    setWritable(true);

    assertThat(channel.writeInbound(new PingWebSocketFrame())).isTrue();
  }
}
