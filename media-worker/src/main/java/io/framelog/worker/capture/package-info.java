/**
 * Captures or lists the devices of this machine. Runs in a process of its own, so that native code
 * that crashes or hangs ends only one capture.
 */
@NullMarked
package io.framelog.worker.capture;

import org.jspecify.annotations.NullMarked;
