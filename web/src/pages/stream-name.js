/**
 * The stream in a page's address, as in `/watch/{stream}`. The page's `<base>` is the server's
 * root, which may be below the path prefix of a proxy.
 *
 * @param {string} [address] of the page
 * @param {string} [root] of the server
 * @returns {string} empty when the address has none
 */
export function streamName(address = location.href, root = document.baseURI) {
  const path = new URL(address).pathname.slice(new URL(root).pathname.length);
  return path.split('/').slice(1).filter(Boolean).map(decodeURIComponent).join('/');
}
