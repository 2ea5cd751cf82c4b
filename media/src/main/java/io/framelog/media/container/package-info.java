/** Parses a publisher's bytes into media events. */
@NullMarked
package io.framelog.media.container;

import org.jspecify.annotations.NullMarked;
