/**
 * The way in and out, for pages on which no engine runs: three operations over HTTP and the session cookie of
 * next-auth, whose own browser part would weigh more than the whole page. Nothing here throws.
 */
import type { Answer, WireError } from '#protocol/errors.ts'
import type { Input, Output } from '#protocol/operations/index.ts'

/** Operations that need no session. */
type DoorOperation = 'account:register' | 'account:check-username'

export async function askDoor<N extends DoorOperation>(
  name: N,
  input: Input<N>,
  signal?: AbortSignal,
): Promise<Answer<Output<N>>> {
  try {
    const response = await fetch(`/api/v1/${name.replace(':', '/')}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal,
    })
    return (await response.json()) as Answer<Output<N>>
  } catch {
    // No answer, or a page of some proxy in between: the server itself was not reached.
    return { ok: false, error: unreachable }
  }
}

/** Asks for a session cookie. Unknown names and wrong passwords get the same answer. */
export async function signIn(username: string, password: string): Promise<Answer<{ userId: string | null }>> {
  try {
    const answer = await postForm('/api/auth/callback/credentials', { username, password, callbackUrl: '/' })
    const failure = new URL(answer.url, location.origin).searchParams.get('error')
    if (failure !== null) return { ok: false, error: refusalOf(failure) }
    return { ok: true, data: { userId: await whoIsSignedIn() } }
  } catch {
    return { ok: false, error: unreachable }
  }
}

/** Ends the session on the server and drops its cookie. False where the server could not be reached. */
export async function signOut(): Promise<boolean> {
  try {
    await postForm('/api/auth/signout', { callbackUrl: '/sign-in' })
    return true
  } catch {
    return false
  }
}

async function postForm(path: string, fields: Record<string, string>): Promise<{ url: string }> {
  const token = await fetch('/api/auth/csrf')
  const { csrfToken } = (await token.json()) as { csrfToken: string }
  const response = await fetch(path, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  })
  if (response.status >= 500) throw new Error(`answered ${response.status}`)
  return (await response.json()) as { url: string }
}

async function whoIsSignedIn(): Promise<string | null> {
  const response = await fetch('/api/auth/session')
  const session = (await response.json()) as { user?: { id?: string } } | null
  return session?.user?.id ?? null
}

/** What `authorize` threw travels as text in a query; anything it did not choose is a failure of the server. */
function refusalOf(failure: string): WireError {
  if (failure === 'CredentialsSignin') {
    return { code: 'UNAUTHENTICATED', message: failure, details: { reason: 'wrong_credentials' } }
  }
  const [, wait] = /^RATE_LIMITED:(\d+)$/.exec(failure) ?? []
  if (wait !== undefined) return { code: 'RATE_LIMITED', message: failure, retryAfterMs: Number(wait) }
  return unreachable
}

const unreachable: WireError = { code: 'UNAVAILABLE', message: 'the server was not reached' }
