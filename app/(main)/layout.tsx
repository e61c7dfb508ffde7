import type { ReactNode } from 'react'
import { currentActor } from '#app/_auth/session.ts'
import { App } from '#app/_components/shell/app.tsx'

/**
 * The signed-in app stands in the layout, which stays while the path changes: it moves between its screens by
 * itself. The page below only decides whether there is anything to show.
 */
export default async function MainLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor()
  return (
    <>
      {actor && <App userId={actor.userId} sessionId={actor.sessionId} />}
      {children}
    </>
  )
}
