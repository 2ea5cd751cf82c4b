/**
 * Captures of this machine's devices as publishers, and their retries after failures of a device.
 */
@NullMarked
package io.framelog.ingest.source.device;

import org.jspecify.annotations.NullMarked;
