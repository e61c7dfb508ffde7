import { notFound, redirect } from 'next/navigation'
import { currentActor } from '#app/_auth/session.ts'
import { AuthFrame } from '#app/_components/auth/auth-frame.tsx'
import { JoinInvitation } from '#app/_components/auth/join-invitation.tsx'
import { isAppPath, isDoorPath } from '#app/_components/shell/screens.ts'
import { getAuth } from '#server/auth/accessor.ts'

/** Asks for a session and knows which paths exist; what they show, the browser draws from its own store. */
export default async function MainPage({ params }: { params: Promise<{ path?: string[] }> }) {
  const { path = [] } = await params
  const wanted = `/${path.join('/')}`
  if (!isAppPath(wanted)) notFound()
  if (await currentActor()) return null
  if (isDoorPath(wanted)) {
    return (
      <AuthFrame>
        <JoinInvitation path={wanted} canSignUp={(await getAuth().signUpState()) !== 'closed'} />
      </AuthFrame>
    )
  }
  redirect(path.length === 0 ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`)
}
