package io.framelog.ingest.source.device;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What all captures of a node share.
 *
 * @param onChange called on any thread when the phase of a capture has changed
 */
record CaptureEnvironment(
    CaptureAcceptor acceptor,
    DeviceWorker.Starter workers,
    CaptureMeter meter,
    Duration retryMin,
    Duration retryMax,
    InstantSource clock,
    Runnable onChange) {}
