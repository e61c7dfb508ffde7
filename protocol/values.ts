/** Values of the wire that are no schemas: who needs only these does not load the schema library. */

/** In the place of a user id in a mention: everybody. */
export const everybody = 'all'
