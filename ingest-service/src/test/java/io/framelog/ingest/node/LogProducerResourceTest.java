package io.framelog.ingest.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.framelog.ingest.TestBroker;
import io.framelog.ingest.publish.IngestLog;
import io.framelog.log.Holder;
import io.framelog.log.LogRecord;
import io.framelog.log.SessionLog;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs in a separate application, because its producer does not survive the test. */
@QuarkusTest
@TestProfile(LogProducerResourceTest.SmallBound.class)
@QuarkusTestResource(TestBroker.class)
class LogProducerResourceTest {
  private static final int MORE_THAN_THE_BOUND = 70_000;

  public static class SmallBound implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("framelog.log.max-in-flight-bytes", "65536");
    }
  }

  /** Called on the producer's network thread when half of the bytes in flight are acknowledged. */
  private static final class Fatal implements SessionLog.Listener {
    @Override
    public void onPressure(boolean paused) {
      if (!paused) {
        throw new StackOverflowError("as of an endless split of a batch");
      }
    }

    @Override
    public void onLost(String reason, boolean takenOver) {}
  }

  @Inject IngestLog log;

  private final List<Integer> halts = new CopyOnWriteArrayList<>();
  private final Runnable restoreHalt = FatalErrors.replaceHalt(halts::add);

  @AfterEach
  void restoreHalt() {
    restoreHalt.run();
  }

  @Test
  void anErrorInTheProducersThreadEndsTheProcessAndFailsLiveness() throws Exception {
    RestAssured.get("/q/health/live").then().statusCode(200);
    SessionLog session =
        log.writer()
            .claim(new StreamId("fatal"), "test", Holder::takeovers, new Fatal())
            .toCompletableFuture()
            .get(60, SECONDS);

    // when a part fills the bound, so that its acknowledgement ends a pause
    session.append(
        new LogRecord.Part(
            session.session(), 0, 0, 1, 0, 40_000, ByteBuffer.allocate(MORE_THAN_THE_BOUND)));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                RestAssured.get("/q/health/live")
                    .then()
                    .statusCode(503)
                    .body(containsString("network thread has ended")));
    assertThat(halts).contains(FatalErrors.EXIT_CODE);
  }
}
