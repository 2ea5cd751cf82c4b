package io.framelog.standalone;

import io.framelog.ingest.IngestConfig;
import io.framelog.standalone.demo.DemoPublisher;
import io.framelog.standalone.demo.FirstPicture;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints the URLs for publishers and browsers when the services are ready, and starts the demo. */
@ApplicationScoped
public class Announcement {
  private final StandaloneConfig config;
  private final IngestConfig ingest;
  private volatile @Nullable DemoPublisher demo;

  Announcement(StandaloneConfig config, IngestConfig ingest) {
    this.config = config;
    this.ingest = ingest;
  }

  void listening(@ObservesAsync HttpServerStart server) {
    int httpPort = server.options().getPort();
    Progress.say("publish to tcp://localhost:" + ingest.tcp().port());
    Progress.say("what is live: http://localhost:" + httpPort + "/");
    if (config.demo()) {
      FirstPicture.await(URI.create("ws://127.0.0.1:" + httpPort + "/live/" + DemoPublisher.STREAM))
          .thenRun(() -> watchable(httpPort));
      demo = DemoPublisher.start(ingest.tcp().port());
    }
  }

  private static void watchable(int httpPort) {
    Progress.say(
        String.format(
            Locale.ROOT,
            "the demo plays, %.1f s after the start. Open http://localhost:%d/watch/%s",
            Progress.secondsSinceStart(),
            httpPort,
            DemoPublisher.STREAM));
  }

  /** Stops the demo before the services disconnect their publishers. */
  void stop(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownDelayInitiatedEvent event) {
    stopDemo();
  }

  /** Stops the demo when the shutdown has no delay, as during a start. */
  void stop(@Observes ShutdownEvent event) {
    stopDemo();
  }

  private void stopDemo() {
    DemoPublisher publisher = demo;
    if (publisher != null) {
      publisher.close();
    }
  }
}
