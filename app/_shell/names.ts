/** The element in which the document tells its script who is signed in. */
export const dataId = 'kith-data'
