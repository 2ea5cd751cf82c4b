/** A publisher's sound that Framelog does not carry, decoded and encoded anew. */
@NullMarked
package io.framelog.worker.transcode;

import org.jspecify.annotations.NullMarked;
