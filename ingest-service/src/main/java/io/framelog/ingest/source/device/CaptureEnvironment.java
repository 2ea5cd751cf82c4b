package io.framelog.ingest.source.device;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What all captures of a node share.
 *
 * @param onChange run, on any thread, when a capture has come into another phase
 */
record CaptureEnvironment(
    CaptureAcceptor acceptor,
    DeviceWorker.Starter workers,
    CaptureMeter meter,
    Duration retryMin,
    Duration retryMax,
    InstantSource clock,
    Runnable onChange) {}
