/** Runs FFmpeg in a separate process, so that a crash of native code ends only one publisher. */
@NullMarked
package io.framelog.worker;

import org.jspecify.annotations.NullMarked;
