/**
 * The address a request came from, as the server tells it to Next: it sets this header on every request it hands on,
 * over whatever a caller may have sent under that name.
 */
export const addressHeader = 'x-kith-address'
