/** Viewers in the past: a cursor that reads the log until it has caught up with the channel. */
@NullMarked
package io.framelog.edge.playback;

import org.jspecify.annotations.NullMarked;
