package io.framelog.edge.node;

import io.framelog.edge.EdgeConfig;
import io.framelog.edge.channel.EdgeLog;
import io.framelog.edge.channel.EdgeTimer;
import io.framelog.edge.poster.LoggedKeyframes;
import io.framelog.edge.poster.PictureDecoder;
import io.framelog.edge.poster.PictureWorker;
import io.framelog.edge.poster.Pictures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Produces the beans that make pictures of keyframes. */
@Singleton
public class PictureBeans {
  private static final PictureWorker.Settings PATIENCE =
      new PictureWorker.Settings(
          Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(60));

  @Produces
  @Singleton
  PictureWorker worker(EdgeTimer timer) {
    return PictureWorker.ofThisJava(PATIENCE, timer.executor());
  }

  void stop(@Disposes PictureWorker worker) {
    worker.close();
  }

  @Produces
  @Singleton
  Pictures pictures(EdgeConfig config, EdgeLog log, PictureWorker worker, MeterRegistry registry) {
    return new Pictures(
        new LoggedKeyframes(log.reader()),
        timed(worker, registry),
        config.pictureCache().asLongValue(),
        System::nanoTime);
  }

  private static PictureDecoder timed(PictureDecoder decoder, MeterRegistry registry) {
    Timer timer =
        Timer.builder("framelog.edge.picture.decode")
            .description("from a keyframe to its JPEG, including the wait")
            .register(registry);
    return request -> {
      Timer.Sample sample = Timer.start(registry);
      return decoder.decode(request).whenComplete((answer, failure) -> sample.stop(timer));
    };
  }
}
