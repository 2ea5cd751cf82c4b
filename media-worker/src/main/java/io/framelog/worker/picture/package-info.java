/** Keyframes as JPEG. */
@NullMarked
package io.framelog.worker.picture;

import org.jspecify.annotations.NullMarked;
