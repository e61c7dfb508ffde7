/** Who is signed in, for pages on the server. The row of the session is asked once per request. */
import { cookies } from 'next/headers'
import { cache } from 'react'
import { getAuth } from '#server/auth/accessor.ts'

export const currentActor = cache(async () => {
  const header = (await cookies())
    .getAll()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')
  return getAuth().actorOfCookie(header)
})
