/** Tracks, samples and the events between container parser and chunker. */
@NullMarked
package io.framelog.media;

import org.jspecify.annotations.NullMarked;
