/** The demo publisher: a test picture and tone, encoded by the FFmpeg libraries of JavaCV. */
@NullMarked
package io.framelog.standalone.demo;

import org.jspecify.annotations.NullMarked;
