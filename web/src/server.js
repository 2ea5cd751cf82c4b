/** Where this module lies on a server of Framelog's: on an edge, or on an ingest node. */
const MODULE = /\/(?:publish\/)?sdk\/server\.js$/;

/**
 * The base URL of the server that the SDK was loaded from, also below the path prefix of a proxy;
 * the page's own origin where the SDK is part of an application.
 *
 * @param {string} [module] address of this module
 * @returns {string}
 */
export function ownServer(module = import.meta.url) {
  return MODULE.test(module) ? module.replace(MODULE, '/') : location.origin;
}
