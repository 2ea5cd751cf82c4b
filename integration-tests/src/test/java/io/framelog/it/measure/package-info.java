/** Measurements that need a browser; run by the commands in benchmarks/, not by a build. */
@NullMarked
package io.framelog.it.measure;

import org.jspecify.annotations.NullMarked;
