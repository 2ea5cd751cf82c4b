package io.framelog.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Codec;
import io.framelog.media.MediaEvent;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.fmp4.Fmp4Parser;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DemoPublisherTest {
  @Test
  @Timeout(120)
  void publishesH264AndAacUnderItsTitleWithAKeyframeEachSecond() throws Exception {
    // Given the publisher and a server that replaces an ingest node
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DemoPublisher publisher = DemoPublisher.start(server.getLocalPort());
      try (Socket connection = server.accept()) {
        // When a second of the stream has been read
        InputStream in = connection.getInputStream();
        Received received = new Received();
        received.readUntilFrames(in, 26);

        // Then it has the expected title, codecs and keyframes
        assertThat(received.title).isEqualTo("demo");
        assertThat(received.samples).containsOnlyKeys(Codec.H264, Codec.AAC);
        assertThat(received.syncFrames).isEqualTo(2);
        assertThat(received.samples.get(Codec.AAC)).isGreaterThan(40);

        // And it ends when closed
        publisher.close();
        assertThat(in.readAllBytes()).hasSizeLessThan(1 << 20);
      } finally {
        publisher.close();
      }
    }
  }

  private static final class Received {
    private final Map<Integer, Codec> codecs = new HashMap<>();
    private final Map<Codec, Integer> samples = new HashMap<>();
    private String title = "";
    private int syncFrames;

    void readUntilFrames(InputStream in, int frames) throws Exception {
      Fmp4Parser parser = new Fmp4Parser(ParserLimits.DEFAULT);
      byte[] slice = new byte[4096];
      while (samples.getOrDefault(Codec.H264, 0) < frames) {
        int length = in.read(slice);
        assertThat(length).as("bytes read before %d frames", frames).isPositive();
        parser.feed(ByteBuffer.wrap(slice, 0, length), this::on);
      }
    }

    private void on(MediaEvent event) {
      if (event instanceof MediaEvent.TracksFound found) {
        title = String.valueOf(found.title());
        found.tracks().forEach(track -> codecs.put(track.id(), track.codec()));
      } else if (event instanceof MediaEvent.SampleRead read) {
        Codec codec = codecs.get(read.sample().trackId());
        samples.merge(codec, 1, Integer::sum);
        if (codec == Codec.H264 && read.sample().sync()) {
          syncFrames++;
        }
      }
    }
  }
}
