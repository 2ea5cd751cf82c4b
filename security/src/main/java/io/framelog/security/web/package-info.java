/** Which HTTP requests a service answers: by host, by the page that sends them, by media type. */
@NullMarked
package io.framelog.security.web;

import org.jspecify.annotations.NullMarked;
