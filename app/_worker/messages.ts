/** What a page may ask of the service worker. */

/** Keep nothing more and delete what is kept; answered through the port that comes along. */
export const FORGET = 'FORGET'

/** Take over from the version before; serwist's own word for it. */
export const TAKE_OVER = 'SKIP_WAITING'
