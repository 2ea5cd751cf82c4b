/** Publishers that send an HTTP request body. */
@NullMarked
package io.framelog.ingest.source.http;

import org.jspecify.annotations.NullMarked;
