const ours = 'kith-'
/** A store that another tab holds open goes as soon as that tab lets go; nobody waits longer than this for it. */
const patienceMs = 3000

/**
 * Deletes the stores of everybody but `keepUserId` (null: of everybody) in this browser. Needs no engine: it is for
 * pages on which nobody is signed in. Browsers that do not list their databases keep what they have.
 */
export async function deleteStores(keepUserId: string | null): Promise<void> {
  if (typeof indexedDB === 'undefined' || !indexedDB.databases) return
  const databases = await indexedDB.databases().catch(() => [])
  const names = databases.flatMap(({ name }) => (name?.startsWith(ours) ? [name] : []))
  const kept = keepUserId === null ? null : `${ours}${keepUserId}`
  await Promise.all(names.filter(name => name !== kept).map(deleteStore))
}

function deleteStore(name: string): Promise<void> {
  return new Promise(resolve => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => resolve()
    // Still queued in the browser when the time is over: it is deleted all the same.
    setTimeout(resolve, patienceMs)
  })
}
