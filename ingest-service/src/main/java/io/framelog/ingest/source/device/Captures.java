package io.framelog.ingest.source.device;

import io.framelog.controlplane.CaptureDevice;
import io.framelog.controlplane.CaptureSpec;
import io.framelog.controlplane.CaptureState;
import io.framelog.ingest.CaptureSettings;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.worker.Workers;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The captures of this node by name, up to a maximum number. Thread-safe. */
public final class Captures {
  private final CaptureSettings settings;
  private final CaptureEnvironment environment;
  private final Supplier<EventLoop> loops;
  private final Map<String, RunningCapture> running = new ConcurrentHashMap<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean left;
  private volatile Runnable onChange = () -> {};

  /**
   * @param loops supplies the event loop of each capture
   */
  Captures(
      CaptureSettings settings,
      CaptureAcceptor acceptor,
      DeviceWorker.Starter workers,
      CaptureMeter meter,
      Supplier<EventLoop> loops,
      InstantSource clock) {
    this.settings = settings;
    this.loops = loops;
    this.environment =
        new CaptureEnvironment(
            acceptor,
            workers,
            meter,
            settings.retryMin(),
            settings.retryMax(),
            clock,
            () -> onChange.run());
  }

  /** Captures in media workers. */
  public static Captures create(
      CaptureSettings settings,
      CaptureAcceptor acceptor,
      Workers workers,
      CaptureMeter meter,
      Supplier<EventLoop> loops,
      InstantSource clock) {
    return new Captures(
        settings,
        acceptor,
        (arguments, loop, listener) -> DeviceProcess.start(workers, arguments, loop, listener),
        meter,
        loops,
        clock);
  }

  /**
   * Sets the task that runs when a capture has changed.
   *
   * @param task must not block
   */
  public void onChange(Runnable task) {
    onChange = task;
  }

  /** Starts the configured captures, on the first call. */
  public void startConfigured() {
    if (begun.compareAndSet(false, true)) {
      settings.configured().forEach(spec -> put(spec, true));
    }
  }

  /**
   * Starts a capture, in place of one of the same name.
   *
   * @return why it may not be started; empty when it was, which does not mean that its device opens
   */
  public synchronized Optional<String> start(CaptureSpec spec) {
    for (CaptureDevice device : spec.devices()) {
      if (!settings.apiDevices().contains(device.scheme())) {
        return Optional.of(
            "this node does not let the control API start %s devices, expected %s in its framelog.ingest.capture.api-devices"
                .formatted(device.scheme(), device.scheme()));
      }
    }
    if (left) {
      return Optional.of("this node is shutting down");
    }
    if (!running.containsKey(spec.name()) && running.size() >= settings.max()) {
      return Optional.of(
          "this node already has %d captures: see framelog.ingest.capture.max"
              .formatted(settings.max()));
    }
    put(spec, false);
    return Optional.empty();
  }

  private synchronized void put(CaptureSpec spec, boolean configured) {
    RunningCapture capture = new RunningCapture(spec, configured, environment, loops.get());
    RunningCapture before = running.put(spec.name(), capture);
    if (before != null) {
      before.stop();
    }
    capture.start();
    onChange.run();
  }

  /**
   * Stops and removes a capture.
   *
   * @return whether there was one
   */
  public synchronized boolean stop(String name) {
    RunningCapture capture = running.remove(name);
    if (capture != null) {
      capture.stop();
      onChange.run();
    }
    return capture != null;
  }

  /** Stops all captures, because the node shuts down. */
  public synchronized void leave() {
    left = true;
    running.values().forEach(RunningCapture::stop);
  }

  /** The state of each capture, sorted by name. */
  public List<CaptureState> states() {
    return running.values().stream()
        .map(RunningCapture::state)
        .sorted(Comparator.comparing(CaptureState::name))
        .toList();
  }

  /** The number of captures in a state. */
  public long count(CaptureState.State state) {
    return running.values().stream().filter(each -> each.state().state() == state).count();
  }
}
