import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { currentActor } from '#app/_auth/session.ts'
import { safePath } from '#app/_components/auth/safe-path.ts'
import { SignIn } from '#app/_components/auth/sign-in.tsx'
import type { Arrival } from '#app/_components/auth/sign-in-form.tsx'
import { getAuth } from '#server/auth/accessor.ts'

export const metadata: Metadata = { title: 'Sign in' }

type Query = Record<string, string | string[] | undefined>

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams
  const request = await headers()
  const next = safePath(query.next ?? query.callbackUrl)
  // Whoever is signed in has nothing to do here, and nothing to lose by a link to `?ended`.
  if (await currentActor()) redirect(next)
  const signUp = await getAuth().signUpState()
  // On an empty server there is nobody who could sign in.
  if (signUp === 'first')
    redirect(next === safePath(null) ? '/sign-up' : `/sign-up?next=${encodeURIComponent(next)}`)
  const arrival = await arrivalOf(query, request.get('cookie') ?? undefined, request.get('sec-fetch-site'))
  return <SignIn next={next} arrival={arrival} canSignUp={signUp !== 'closed'} />
}

/** The app itself says `?ended`; a link on a page elsewhere must not be able to delete what somebody has not sent. */
async function arrivalOf(query: Query, cookie: string | undefined, from: string | null): Promise<Arrival> {
  if (query.deleted !== undefined) return 'deleted'
  if (await getAuth().wasEnded(cookie)) return 'ended'
  if (query.ended !== undefined && from !== 'cross-site') return 'ended'
  return query.expired === undefined ? null : 'expired'
}
