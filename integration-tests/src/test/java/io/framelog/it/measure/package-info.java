/** Figures that need a browser; run by the commands in benchmarks/, never by a build. */
@NullMarked
package io.framelog.it.measure;

import org.jspecify.annotations.NullMarked;
