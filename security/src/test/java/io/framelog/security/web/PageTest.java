package io.framelog.security.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/watch", "/watch/", "/watch/cam1", "/watch/site-a/Door_2", "/watch/a%2Fb"})
  void theRelativeRootIsTheServersRootBelowAnyPrefix(String path) {
    for (String prefix : new String[] {"", "/video", "/a/b"}) {
      URI asked = URI.create("https://example.com" + prefix + path);

      assertThat(asked.resolve(Page.root(path)))
          .isEqualTo(URI.create("https://example.com" + prefix + "/"));
    }
  }

  @Test
  void anAnswerHasTheRelativeRootAsItsBase() {
    Page page = Page.of("watch.html", "<head><base href=\"/\" /><title>");

    assertThat(page.at("/watch/a/b")).hasToString("<head><base href=\"../../\" /><title>");
  }

  @Test
  void aPageWithoutABaseIsRefused() {
    assertThatThrownBy(() -> Page.of("watch.html", "<head>"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("page watch.html has no <base href=\"/\" />");
  }
}
