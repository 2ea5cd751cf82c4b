/** A publisher like any other: a test picture and tone, encoded by the FFmpeg JavaCV carries. */
@NullMarked
package io.framelog.standalone.demo;

import org.jspecify.annotations.NullMarked;
