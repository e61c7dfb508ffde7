import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentActor } from '#app/_auth/session.ts'
import { SignUpClosed } from '#app/_components/auth/closed.tsx'
import { safePath } from '#app/_components/auth/safe-path.ts'
import { SignUpForm } from '#app/_components/auth/sign-up-form.tsx'
import { getAuth } from '#server/auth/accessor.ts'

export const metadata: Metadata = { title: 'Sign up' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SignUpPage({ searchParams }: Props) {
  const { next: wanted, code } = await searchParams
  const next = safePath(wanted)
  if (await currentActor()) redirect(next)
  const state = await getAuth().signUpState()
  if (state === 'closed') return <SignUpClosed />
  const asked = state === 'code' ? (typeof code === 'string' ? code : '') : undefined
  return <SignUpForm next={next} first={state === 'first'} code={asked} />
}
