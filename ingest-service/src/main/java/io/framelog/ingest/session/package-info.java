/** From a publisher's bytes to its hold on a stream: claim, settings, backpressure, end. */
@NullMarked
package io.framelog.ingest.session;

import org.jspecify.annotations.NullMarked;
