/** FFmpeg in a process of its own, so that a crash of native code ends one publisher alone. */
@NullMarked
package io.framelog.worker;

import org.jspecify.annotations.NullMarked;
