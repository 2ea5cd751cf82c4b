/**
 * Devices of this machine: opened, put on one clock and encoded, or listed. Runs in a process of
 * its own, so that native code that crashes or hangs ends one capture alone.
 */
@NullMarked
package io.framelog.worker.capture;

import org.jspecify.annotations.NullMarked;
