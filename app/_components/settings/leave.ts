/**
 * The way out: the session ends on the server first, then everything of this person goes from this browser, other
 * tabs included, and the sign-in page takes the place of the page in the history.
 */
import type { Engine } from '#client/types.ts'
import { signOut } from '../auth/door.ts'
import { setLeaving } from '../auth/leaving.ts'
import { clearLocalData } from '../auth/local-data.ts'

/**
 * Signs out. False, and nothing deleted, where the server could not be reached; with `anyway` what is here is deleted
 * all the same.
 */
export async function leave(
  engine: Engine,
  options: { anyway?: boolean; to?: string } = {},
): Promise<boolean> {
  // The server's word that this session has ended is no news now.
  setLeaving(true)
  if (!(await signOut()) && !options.anyway) {
    setLeaving(false)
    return false
  }
  await engine.wipe()
  await clearLocalData()
  location.replace(options.to ?? '/sign-in')
  return true
}
