import { redirect } from 'next/navigation'
import { JoinInvitation } from '#app/_components/auth/join-invitation.tsx'
import { isDoorPath } from '#app/_components/shell/screens.ts'
import { getAuth } from '#server/auth/accessor.ts'

/** Where a link into a group leads somebody who is not signed in; `to` is the path of the link. */
export default async function InvitationPage({ searchParams }: { searchParams: Promise<{ to?: string }> }) {
  const { to = '' } = await searchParams
  // Nothing but our own links: this page leads there behind the door.
  if (!/^\/[\w/-]+$/.test(to) || !isDoorPath(to)) redirect('/sign-in')
  return <JoinInvitation path={to} canSignUp={(await getAuth().signUpState()) !== 'closed'} />
}
