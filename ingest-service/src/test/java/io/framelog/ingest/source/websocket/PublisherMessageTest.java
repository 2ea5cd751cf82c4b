package io.framelog.ingest.source.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.IgnoredTrackInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublisherMessageTest {
  private static final IgnoredTrackInfo MP2 =
      new IgnoredTrackInfo(2, "audio", "mp2", "deu", "Framelog does not carry this codec");

  @Test
  void acceptedContainsOnlyStreamAndSession() {
    assertThat(PublisherMessage.accepted("cam1", 4711, Optional.empty(), List.of()))
        .isEqualTo("{\"type\":\"accepted\",\"stream\":\"cam1\",\"session\":4711}");
  }

  @Test
  void acceptedContainsTheEdgeAndTheIgnoredTracks() {
    assertThat(
            PublisherMessage.accepted(
                "site-a/Door_2",
                4711,
                Optional.of(URI.create("https://live.example.com/")),
                List.of(MP2)))
        .isEqualTo(
            "{\"type\":\"accepted\",\"stream\":\"site-a/Door_2\",\"session\":4711,"
                + "\"edge\":\"https://live.example.com/\",\"ignoredTracks\":[{\"id\":2,"
                + "\"kind\":\"audio\",\"codec\":\"mp2\",\"language\":\"deu\","
                + "\"reason\":\"Framelog does not carry this codec\"}]}");
  }

  @Test
  void ignoredContainsAllTracksThatAreIgnoredNow() {
    assertThat(PublisherMessage.ignoredTracks(List.of()))
        .isEqualTo("{\"type\":\"ignored\",\"ignoredTracks\":[]}");
  }
}
