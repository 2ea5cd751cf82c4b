package io.framelog.edge.node;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.channel.EdgeTimer;
import io.framelog.process.FatalErrors;
import io.netty.channel.EventLoop;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An error in each kind of thread of an edge that serves more than one stream. */
@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
class FatalErrorsResourceTest {
  /** A route whose handler throws an {@code OutOfMemoryError}. */
  @ApplicationScoped
  static class OutOfMemoryRoute {
    void register(@Observes Router router) {
      router.get("/test/out-of-memory").handler(rc -> outOfMemory());
    }
  }

  private final List<Integer> halts = new CopyOnWriteArrayList<>();
  private final Runnable restoreHalt = FatalErrors.replaceHalt(halts::add);

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject Vertx vertx;
  @Inject EdgeTimer timer;
  @Inject ExecutorService workers;

  @AfterEach
  void restoreHalt() {
    restoreHalt.run();
  }

  @Test
  void aRequestsHandler() {
    given().get("/test/out-of-memory");

    assertEnded();
  }

  @Test
  void anEventLoopsHandler() {
    vertx.runOnContext(nothing -> outOfMemory());

    assertEnded();
  }

  @Test
  void aTimerOfAnEventLoop() {
    vertx.setTimer(1, id -> outOfMemory());

    assertEnded();
  }

  @Test
  void aTaskOfAnEventLoop() {
    eventLoop().execute(FatalErrorsResourceTest::outOfMemory);

    assertEnded();
  }

  @Test
  void aWorkerThread() {
    workers.execute(FatalErrorsResourceTest::outOfMemory);

    assertEnded();
  }

  @Test
  void theEdgesTimer() {
    var unused =
        timer.executor().schedule(FatalErrorsResourceTest::outOfMemory, 1, TimeUnit.MILLISECONDS);

    assertEnded();
  }

  @Test
  void aCallbackOfAKafkaProducer() throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(List.of(new NewTopic("fatal-errors", 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    try {
      var unused =
          producer.send(
              new ProducerRecord<>("fatal-errors", "x"), (metadata, failure) -> outOfMemory());

      assertEnded();
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  private EventLoop eventLoop() {
    return ((VertxInternal) vertx).getEventLoopGroup().next().next();
  }

  private void assertEnded() {
    await().untilAsserted(() -> assertThat(halts).contains(FatalErrors.EXIT_CODE));
  }

  private static void outOfMemory() {
    throw new OutOfMemoryError("Cannot reserve direct buffer memory");
  }
}
