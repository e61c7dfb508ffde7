import type { GetServerSideProps, PageConfig } from 'next'
import Head from 'next/head'
import { guessLanguage } from '#app/_components/i18n/languages.ts'
import { isAppPath, isDoorPath } from '#app/_components/shell/screens.ts'
import { SignedIn, type SignedInProps } from '#app/_components/shell/signed-in.tsx'
import { loadMessages } from '#app/_messages/index.ts'
import { getAuth } from '#server/auth/accessor.ts'

/** In production the app starts by its own script (_document.tsx), and nothing of Next's is sent. */
export const config: PageConfig = { unstable_runtimeJS: false }

/** Asks for a session and knows which paths exist; what they show, the browser draws from its own store. */
export const getServerSideProps: GetServerSideProps<SignedInProps> = async ({ req, params }) => {
  const path = Array.isArray(params?.path) ? params.path : []
  const wanted = `/${path.join('/')}`
  if (!isAppPath(wanted)) return { notFound: true }
  const actor = await getAuth().actorOfCookie(req.headers.cookie)
  if (!actor) {
    return { redirect: { destination: doorOf(wanted), permanent: false } }
  }
  const language = guessLanguage(req.headers['accept-language'] ?? null)
  const messages = await loadMessages(language)
  return { props: { userId: actor.userId, sessionId: actor.sessionId, language, messages } }
}

/** Where somebody who is not signed in is sent from here, and from there back. */
function doorOf(wanted: string): string {
  if (wanted === '/') return '/sign-in'
  return isDoorPath(wanted)
    ? `/invitation?to=${encodeURIComponent(wanted)}`
    : `/sign-in?next=${encodeURIComponent(wanted)}`
}

/** The one document of the signed-in app, the same on every path. */
export default function MainPage(props: SignedInProps) {
  return (
    <>
      <Head>
        <title>Kith</title>
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
      </Head>
      <SignedIn {...props} />
    </>
  )
}
