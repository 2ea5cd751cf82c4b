/** Tracks, samples and the events that travel from a container parser to the chunker. */
@NullMarked
package io.framelog.media;

import org.jspecify.annotations.NullMarked;
