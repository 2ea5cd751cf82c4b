package io.framelog.ingest.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.ingest.session.ManualEventLoop;
import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.Sample;
import io.framelog.media.SoundCodec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketFraming;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.media.container.packet.PacketTrack;
import io.framelog.media.container.packet.SoundStreamReader;
import io.framelog.worker.WorkerJob;
import io.framelog.worker.WorkerReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundTranscodingTest {
  private static final Track VIDEO =
      new Track(1, Codec.VP9, Bytes.EMPTY, 1000, 40, new VideoFormat(320, 240, 25), null, "und");
  private static final Track VP8 =
      new Track(1, Codec.VP8, Bytes.EMPTY, 1000, 40, new VideoFormat(320, 240, 25), null, "und");
  private static final Track MP3 =
      new Track(2, Codec.MP3, Bytes.EMPTY, 48_000, 0, null, new AudioFormat(48_000, 2), "deu");
  private static final Track GOOD =
      new Track(3, Codec.FLAC, Bytes.EMPTY, 48_000, 0, null, new AudioFormat(48_000, 2), "deu");
  private static final Track ENGLISH =
      new Track(3, Codec.FLAC, Bytes.EMPTY, 48_000, 0, null, new AudioFormat(48_000, 2), "eng");
  private static final ForeignSound MP2 =
      new ForeignSound(2, SoundCodec.MP2, Bytes.EMPTY, 90_000, 0, 0, false, "deu");
  private static final IgnoredTrack LEFT_OUT =
      IgnoredTrack.notCarried(2, IgnoredTrack.Kind.AUDIO, "mp2", "deu");
  private static final Bytes AAC_STEREO = Bytes.wrap(new byte[] {0x11, (byte) 0x90});

  private final ManualEventLoop loop = new ManualEventLoop();
  private final ScriptedWorkers workers = new ScriptedWorkers();
  private final Transcoders transcoders = new Transcoders(new TranscodeSettings(true, 2), workers);
  private final List<String> out = new ArrayList<>();
  private SoundSettings settings = SoundSettings.NONE;
  private SoundTranscoding transcoding = transcoding(transcoders);

  private SoundTranscoding transcoding(Transcoders of) {
    return new SoundTranscoding(
        of, loop, ParserLimits.DEFAULT, found -> settings, this::take, Runnable::run, "test");
  }

  private void take(MediaEvent event) {
    if (event instanceof MediaEvent.TracksFound found) {
      out.add(
          found.tracks().stream()
              .map(track -> track.id() + track.codec().name().toLowerCase(java.util.Locale.ROOT))
              .collect(Collectors.joining(" ", found.continuing() ? "again " : "tracks ", "")));
    } else if (event instanceof MediaEvent.TracksIgnored ignored) {
      out.add("ignored " + ignored.ignored());
    } else if (event instanceof MediaEvent.SampleRead read) {
      out.add("sample " + read.sample().trackId() + "@" + read.sample().dts());
    } else if (event instanceof MediaEvent.SamplesAnnounced announced) {
      out.add("announced " + announced.trackId() + "@" + announced.dts());
    }
  }

  private void published(Track... tracks) {
    transcoding.on(new MediaEvent.TracksFound(List.of(tracks), "cam1"));
  }

  private void sample(int track, long dts) {
    transcoding.on(
        new MediaEvent.SampleRead(new Sample(track, dts, dts, 0, true, ByteBuffer.allocate(3))));
  }

  private void mp2() {
    published(VIDEO);
    transcoding.on(new MediaEvent.TracksIgnored(List.of(LEFT_OUT), List.of(MP2)));
  }

  private static void aac(PacketStreamWriter worker, int sound) throws IOException {
    worker.report(WorkerReport.SOUND + sound);
    worker.tracks(
        List.of(
            new PacketTrack(
                1,
                Codec.AAC,
                PacketFraming.SAMPLE,
                AAC_STEREO,
                1,
                48_000,
                null,
                new AudioFormat(48_000, 2),
                "und")),
        null);
  }

  private static void packet(PacketStreamWriter worker, long pts) throws IOException {
    worker.packet(1, pts, pts, 1024, true, ByteBuffer.allocate(8));
  }

  @Test
  void theFirstHeaderContainsTheAudioAndTheVideoIsInStepWithIt() {
    // given video whose audio is not available yet
    mp2();
    sample(1, 0);
    sample(2, 90);
    sample(1, 40);
    sample(1, 80);
    assertThat(out).isEmpty();

    // when it is transcoded, with video in between
    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, -1024));
    workers.last().say(worker -> packet(worker, 1920));
    sample(1, 120);
    workers.last().say(worker -> packet(worker, 3840));
    sample(1, 160);

    // then
    assertThat(workers.last().job).isEqualTo(WorkerJob.transcode("aac"));
    assertThat(out)
        .containsExactly(
            "tracks 1vp9 2aac",
            "sample 2@-1024",
            "sample 1@0",
            "sample 1@40",
            "sample 2@1920",
            "sample 1@80",
            "sample 1@120",
            "sample 2@3840",
            "sample 1@160");
    assertThat(transcoders.lateSounds()).isZero();
  }

  @Test
  void audioThatIsLateIsAddedWhenItIsAvailable() {
    mp2();
    sample(1, 0);
    loop.pass(OpeningHold.MAX_WAIT.minusMillis(1));
    assertThat(out).isEmpty();

    loop.pass(Duration.ofMillis(1));
    sample(1, 40);
    assertThat(out).containsExactly("tracks 1vp9", "sample 1@0", "sample 1@40");
    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, -1024));

    assertThat(out.subList(3, 5)).containsExactly("again 1vp9 2aac", "sample 2@-1024");
    assertThat(transcoders.lateSounds()).isEqualTo(1);
  }

  @Test
  void theVideoThatIsHeldIsBounded() {
    mp2();
    for (int i = 0; out.isEmpty(); i++) {
      assertThat(i).isLessThanOrEqualTo(8);
      transcoding.on(
          new MediaEvent.SampleRead(
              new Sample(1, i, i, 0, true, ByteBuffer.allocate((1 << 20) - 1024))));
    }

    assertThat(out.subList(0, 2)).containsExactly("tracks 1vp9", "sample 1@0");
    assertThat(out).hasSize(1 + 9);
    assertThat(transcoders.lateSounds()).isEqualTo(1);
  }

  @Test
  void anotherHeaderOfTheSameAudioIsAnnouncedWithItAtOnce() {
    // given audio that is being transcoded
    mp2();
    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, 0));
    out.clear();

    // when the file restarts
    mp2();
    sample(1, 0);

    // then the same worker starts over, and its output of the old timestamps is dropped
    workers.last().say(worker -> packet(worker, 48_000));
    workers.last().say(worker -> aac(worker, 2));
    workers.last().say(worker -> packet(worker, -1024));
    assertThat(workers.started).hasSize(1);
    assertThat(out).containsExactly("tracks 1vp9 2aac", "sample 1@0", "sample 2@-1024");
  }

  /** Transcoded audio that changes to another codec on the same track. */
  private void mp2ThenAc3() {
    mp2();
    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, 0));
    out.clear();
    transcoding.on(
        new MediaEvent.TracksIgnored(
            List.of(IgnoredTrack.notCarried(2, IgnoredTrack.Kind.AUDIO, "ac3", "deu")),
            List.of(new ForeignSound(2, SoundCodec.AC3, Bytes.EMPTY, 90_000, 0, 0, false, "deu"))));
    sample(1, 40);
    sample(2, 3_600);
  }

  @Test
  void aChangeOfTheCodecKeepsTheHeader() {
    mp2ThenAc3();
    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, 1920));

    assertThat(workers.started).hasSize(2);
    assertThat(workers.started.get(0).killed).isTrue();
    assertThat(out).containsExactly("announced 2@1024", "sample 1@40", "sample 2@1920");
  }

  @Test
  void audioThatChangesItsCodecIsIgnoredIfItsWorkerFails() {
    mp2ThenAc3();
    workers.last().exit(1, "it ended with code 1");

    assertThat(out).hasSize(4).startsWith("announced 2@1024", "sample 1@40", "again 1vp9");
    assertThat(out.get(3)).startsWith("ignored [audio ac3").contains("it ended with code 1");
  }

  @Test
  void aHeaderWithoutAudioToTranscodeIsNotHeld() {
    published(VIDEO, GOOD);
    sample(1, 0);

    assertThat(out).containsExactly("tracks 1vp9 3flac", "sample 1@0");
    assertThat(workers.started).isEmpty();
  }

  @Test
  void aHeaderWithoutSamplesIsNotHeldForever() {
    published(VIDEO);
    loop.pass(OpeningHold.MAX_WAIT);

    assertThat(out).containsExactly("tracks 1vp9");
  }

  @Test
  void theWorkerReceivesTheAudioUnchanged() throws Exception {
    mp2();
    sample(2, 90);

    SoundStreamReader reader =
        new SoundStreamReader(
            new ByteArrayInputStream(workers.last().written.toByteArray()), 1 << 20);
    assertThat(reader.next()).isEqualTo(new SoundStreamReader.Message.Sound(MP2));
    assertThat(reader.next())
        .isInstanceOfSatisfying(
            SoundStreamReader.Message.Data.class,
            data -> {
              assertThat(data.pts()).isEqualTo(90);
              assertThat(data.data().remaining()).isEqualTo(3);
            });
    assertThat(reader.next()).isNull();
  }

  @Test
  void aFailedWorkerDoesNotAffectTheVideoAndTheAudioIsListed() {
    mp2();
    workers.last().say(worker -> aac(worker, 1));
    out.clear();

    workers.last().exit(137, "it ended with code 137");
    sample(2, 90);
    sample(1, 40);

    assertThat(out)
        .containsExactly(
            "tracks 1vp9",
            "ignored [audio mp2: Framelog does not carry this codec; it is not transcoded: its"
                + " media worker failed: it ended with code 137]",
            "sample 1@40");
    assertThat(transcoders.failures()).isEqualTo(1);
    assertThat(workers.started).hasSize(1);
  }

  @Test
  void audioThatDoesNotDecodeIsListedWithTheReason() {
    mp2();

    workers
        .last()
        .say(worker -> worker.failed(FailureKind.MALFORMED, "none of the first 50 packets is mp2"));

    assertThat(out)
        .last()
        .asString()
        .contains("audio mp2: ")
        .contains("not transcoded: none of the first 50 packets is mp2");
    assertThat(workers.last().killed).isTrue();
  }

  @Test
  void packetsForASlowWorkerAreDroppedAndCountedUntilItHasCaughtUp() {
    mp2();
    workers.last().takes = false;
    sample(2, 0);
    int before = workers.last().written.size();
    sample(2, 90);
    sample(2, 180);

    assertThat(workers.last().written.size()).isEqualTo(before);
    assertThat(transcoders.packetsDropped()).isEqualTo(2);
    workers.last().drain();
    sample(2, 270);
    assertThat(workers.last().written.size()).isGreaterThan(before);
  }

  @Test
  void audioFromBeforeARestartOfTheTimestampsIsDropped() {
    mp2();
    sample(1, 9_000);
    sample(2, 810_000);
    workers.last().say(worker -> aac(worker, 1));

    // when the timestamps of the video, then those of the audio, restart
    sample(1, 0);
    sample(2, 0);
    out.clear();
    workers.last().say(worker -> packet(worker, 432_000));
    workers.last().say(worker -> aac(worker, 2));
    workers.last().say(worker -> packet(worker, 432_000));
    workers.last().say(worker -> aac(worker, 3));
    workers.last().say(worker -> packet(worker, -1024));

    assertThat(out).containsExactly("sample 2@-1024");
  }

  @Test
  void aPauseOfAMinuteIsNoRestartOfTheTimestamps() {
    mp2();
    sample(1, 0);
    sample(2, 90);
    workers.last().say(worker -> aac(worker, 1));

    sample(1, 59_000);
    sample(2, 59 * 90_000);
    workers.last().say(worker -> packet(worker, 0));

    assertThat(out).contains("sample 2@0");
  }

  @Test
  void passesOnAnnouncedSamplesOfTracksThatAreCarried() {
    published(VIDEO, GOOD);
    transcoding.on(new MediaEvent.SamplesAnnounced(3, 40));

    assertThat(out).containsExactly("tracks 1vp9 3flac", "announced 3@40");
  }

  @Test
  void dropsAnnouncedSamplesOfATrackThatIsTranscoded() {
    mp2();
    transcoding.on(new MediaEvent.SamplesAnnounced(2, 90));
    sample(1, 0);
    sample(2, 90);
    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, -1024));

    assertThat(out).noneMatch(line -> line.startsWith("announced"));
  }

  @Test
  void audioThatCanBeCarriedIsNotTranscoded() {
    published(VIDEO, GOOD);
    transcoding.on(new MediaEvent.TracksIgnored(List.of(LEFT_OUT), List.of(MP2)));
    sample(2, 0);
    sample(3, 0);

    assertThat(workers.started).isEmpty();
    assertThat(out)
        .containsExactly("tracks 1vp9 3flac", "ignored [" + LEFT_OUT + "]", "sample 3@0");
  }

  @Test
  void theSelectedLanguageIsTranscodedThoughAnotherOneCanBeCarried() {
    settings = SoundSettings.ofQuery("transcode=audio&audio=deu");
    published(VIDEO, ENGLISH);
    transcoding.on(new MediaEvent.TracksIgnored(List.of(LEFT_OUT), List.of(MP2)));
    sample(1, 0);
    sample(3, 0);
    sample(2, 0);
    assertThat(out).isEmpty();

    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, -1024));

    assertThat(out).containsExactly("tracks 1vp9 3flac 2aac", "sample 2@-1024");
  }

  @Test
  void theOtherLanguageIsCarriedIfTheSelectedOneCannotBeTranscoded() {
    settings = SoundSettings.ofQuery("transcode=audio&audio=deu");
    published(VIDEO, ENGLISH);
    transcoding.on(new MediaEvent.TracksIgnored(List.of(LEFT_OUT), List.of(MP2)));
    workers.last().exit(1, "it ended with code 1");
    sample(3, 0);

    assertThat(out).hasSize(3);
    assertThat(out.get(0)).isEqualTo("tracks 1vp9 3flac");
    assertThat(out.get(1)).contains("audio mp2: ").contains("it is not transcoded");
    assertThat(out.get(2)).isEqualTo("sample 3@0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"audio=eng", "audio=fra", "audio=1", "audio=2"})
  void audioThatCanBeCarriedIsKeptUnlessOnlyTheOthersHaveTheLanguage(String choice) {
    settings = SoundSettings.ofQuery("transcode=audio&" + choice);
    published(VIDEO, ENGLISH);
    transcoding.on(new MediaEvent.TracksIgnored(List.of(LEFT_OUT), List.of(MP2)));
    sample(3, 0);

    assertThat(workers.started).isEmpty();
    assertThat(out)
        .containsExactly("tracks 1vp9 3flac", "ignored [" + LEFT_OUT + "]", "sample 3@0");
  }

  @Test
  void audioWithWebmVideoBecomesOpus() {
    published(VP8);
    transcoding.on(new MediaEvent.TracksIgnored(List.of(LEFT_OUT), List.of(MP2)));

    assertThat(workers.last().job).isEqualTo(WorkerJob.transcode("opus"));
  }

  @Test
  void mp3AloneIsCarriedAsItIsWhenTranscodingFails() {
    published(MP3);
    sample(2, 0);
    assertThat(out).isEmpty();

    workers.last().exit(1, "it ended with code 1");
    sample(2, 1152);

    assertThat(out).containsExactly("tracks 2mp3", "sample 2@1152");
  }

  @Test
  void mp3AloneBecomesAac() {
    published(MP3);
    sample(2, 0);
    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, -1024));

    assertThat(out).containsExactly("tracks 2aac", "sample 2@-1024");
  }

  @Test
  void audioAboveTheLimitOfTranscodersIsListed() {
    workers.full = true;
    mp2();

    assertThat(out)
        .last()
        .asString()
        .contains("this node transcodes at most 2 audio tracks (framelog.ingest.transcoders)");
  }

  @Test
  void aPublisherWithoutTranscodingIsAdvised() {
    transcoding = transcoding(new Transcoders(new TranscodeSettings(false, 2), workers));
    mp2();
    sample(2, 0);

    assertThat(workers.started).isEmpty();
    assertThat(out)
        .containsExactly(
            "tracks 1vp9",
            "ignored [audio mp2: Framelog does not carry this codec; add ?transcode=audio to the"
                + " address or the title to hear it]");
  }

  @Test
  void thePublishersSettingOverridesTheNodes() {
    transcoding = transcoding(new Transcoders(new TranscodeSettings(false, 2), workers));
    settings = SoundSettings.ofQuery("key=x&transcode=audio");
    mp2();
    assertThat(workers.started).hasSize(1);

    settings = SoundSettings.ofQuery("transcode=off");
    transcoding = transcoding(transcoders);
    mp2();
    assertThat(workers.started).hasSize(1);

    assertThatThrownBy(() -> SoundSettings.ofQuery("transcode=s3cret"))
        .hasMessageContaining("expected transcode=audio")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void changesOfTheVideoKeepTheWorkerRunning() {
    mp2();
    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, 0));
    out.clear();

    transcoding.on(new MediaEvent.TracksFound(List.of(VIDEO), "cam1", true));
    transcoding.on(new MediaEvent.TracksIgnored(List.of(LEFT_OUT), List.of(MP2)));
    sample(2, 90);

    assertThat(out).containsExactly("again 1vp9 2aac");
    assertThat(workers.started).hasSize(1);
  }

  @Test
  void anAudioTrackThatDisappearsEndsItsWorker() {
    mp2();
    workers.last().say(worker -> aac(worker, 1));
    workers.last().say(worker -> packet(worker, 0));
    out.clear();

    transcoding.on(new MediaEvent.TracksFound(List.of(VIDEO), "cam1", true));
    sample(1, 40);

    assertThat(out).containsExactly("again 1vp9 2aac", "again 1vp9", "sample 1@40");
    assertThat(workers.last().killed).isTrue();
  }

  @Test
  void thePublishersEndWaitsForTheLastAudioForABoundedTime() {
    List<String> ends = new ArrayList<>();
    mp2();
    workers.last().say(worker -> aac(worker, 1));
    transcoding.finish(() -> ends.add("first"));
    assertThat(workers.last().inputClosed).isTrue();
    assertThat(ends).isEmpty();
    workers.last().say(worker -> packet(worker, 0));
    workers.last().exit(0, "");
    assertThat(ends).containsExactly("first");
    assertThat(out).last().isEqualTo("sample 2@0");

    transcoding = transcoding(transcoders);
    mp2();
    transcoding.finish(() -> ends.add("second"));
    loop.pass(Duration.ofSeconds(6));
    assertThat(ends).containsExactly("first", "second");
    assertThat(workers.last().killed).isTrue();
  }

  @Test
  void audioThatHasNotDecodedWhenItsPublisherEndsIsListed() {
    // given
    List<String> ends = new ArrayList<>();
    mp2();
    sample(1, 0);
    sample(2, 0);

    // when
    transcoding.finish(() -> ends.add("ended after " + out.size()));
    workers
        .last()
        .say(worker -> worker.failed(FailureKind.MALFORMED, "none of its 1 packets is mp2"));

    // then there is one header, without the audio, and the end is last
    assertThat(out).hasSize(3);
    assertThat(out.get(0)).isEqualTo("tracks 1vp9");
    assertThat(out.get(1)).contains("audio mp2: ").contains("none of its 1 packets is mp2");
    assertThat(out.get(2)).isEqualTo("sample 1@0");
    assertThat(ends).containsExactly("ended after 3");
  }

  @Test
  void audioThatIsNotTranscodedInTimeIsListed() {
    // given a file that is sent at once, and a worker that does not start
    List<String> ends = new ArrayList<>();
    mp2();
    sample(1, 0);
    sample(2, 0);

    // when
    transcoding.finish(() -> ends.add("ended after " + out.size()));
    loop.pass(Duration.ofSeconds(6));

    // then
    assertThat(out).hasSize(3);
    assertThat(out.get(0)).isEqualTo("tracks 1vp9");
    assertThat(out.get(1)).isEqualTo("sample 1@0");
    assertThat(out.get(2)).contains("audio mp2: ").contains("had no output");
    assertThat(ends).containsExactly("ended after 3");
  }

  @Test
  void theWorkersOutputIsPausedWithTheSession() {
    mp2();
    transcoding.pause();
    assertThat(workers.last().paused).isTrue();
    transcoding.resume();
    assertThat(workers.last().paused).isFalse();
    transcoding.close();
    assertThat(workers.last().killed).isTrue();
  }
}
