/** Publishers' sounds that Framelog does not carry, encoded anew by media workers. */
@NullMarked
package io.framelog.ingest.transcode;

import org.jspecify.annotations.NullMarked;
