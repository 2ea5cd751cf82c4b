/**
 * Devices of this machine as publishers: which ones are captured, and how each capture lives
 * through failures of its device.
 */
@NullMarked
package io.framelog.ingest.source.device;

import org.jspecify.annotations.NullMarked;
