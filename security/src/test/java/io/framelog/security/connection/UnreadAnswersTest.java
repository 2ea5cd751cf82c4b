package io.framelog.security.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // writes fail, and are checked by their promises
class UnreadAnswersTest {
  @Test
  void aChunkThatFailsIsReleasedOnceWhenItsWriterWritesAgainAtOnce() {
    // given an answer in chunks whose client disconnects
    List<Integer> references = new ArrayList<>();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(
                  ChannelHandlerContext context, Object part, ChannelPromise promise) {
                references.add(ReferenceCountUtil.refCnt(part));
                context.write(part, promise);
              }
            },
            new HttpResponseEncoder());
    UnreadAnswers.watch(channel, () -> {});
    HttpContent first = chunk();
    HttpContent second = chunk();
    ChannelPromise firsts = channel.newPromise();
    List<ChannelFuture> seconds = new ArrayList<>();
    firsts.addListener(failed -> seconds.add(channel.pipeline().write(second)));
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelInactive(ChannelHandlerContext context) {
                context.write(first, firsts);
              }
            });
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    HttpUtil.setTransferEncodingChunked(head, true);
    channel.writeOutbound(head);

    // when
    channel.close();

    // then
    assertThat(references).doesNotContain(0);
    assertThat(first.refCnt()).isZero();
    assertThat(second.refCnt()).isZero();
    assertThat(firsts.cause()).isInstanceOf(ClosedChannelException.class);
    assertThat(seconds)
        .singleElement()
        .satisfies(
            written -> assertThat(written.cause()).isInstanceOf(ClosedChannelException.class));
    channel.releaseOutbound();
  }

  private static HttpContent chunk() {
    return new DefaultHttpContent(Unpooled.buffer().writeBytes(new byte[100]));
  }
}
