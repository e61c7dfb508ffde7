import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { currentActor } from '#app/_auth/session.ts'
import { AddInvitation } from '#app/_components/auth/add-invitation.tsx'
import { Username } from '#protocol/fields.ts'
import { getAuth } from '#server/auth/accessor.ts'

export const metadata: Metadata = { title: 'Add friend' }

interface Props {
  params: Promise<{ username: string }>
}

/** The link "add me": leads to the person for whoever is signed in, and to the door for everybody else. */
export default async function AddPage({ params }: Props) {
  const { success, data: username } = Username.safeParse((await params).username)
  if (!success) notFound()
  if (await currentActor()) redirect(`/friends?add=${encodeURIComponent(username)}`)
  return <AddInvitation username={username} canSignUp={(await getAuth().signUpState()) !== 'closed'} />
}
