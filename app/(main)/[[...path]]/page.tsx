import { notFound, redirect } from 'next/navigation'
import { currentActor } from '#app/_auth/session.ts'
import { isAppPath } from '#app/_components/shell/screens.ts'

/** Asks for a session and knows which paths exist; what they show, the browser draws from its own store. */
export default async function MainPage({ params }: { params: Promise<{ path?: string[] }> }) {
  const { path = [] } = await params
  const wanted = `/${path.join('/')}`
  if (!isAppPath(wanted)) notFound()
  if (!(await currentActor())) {
    redirect(path.length === 0 ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`)
  }
  return null
}
