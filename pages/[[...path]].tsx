import type { GetServerSideProps, PageConfig } from 'next'
import Head from 'next/head'
import { guessLanguage } from '#app/_components/i18n/languages.ts'
import { isAppPath } from '#app/_components/shell/screens.ts'
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
    const destination = path.length === 0 ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`
    return { redirect: { destination, permanent: false } }
  }
  const language = guessLanguage(req.headers['accept-language'] ?? null)
  const messages = await loadMessages(language)
  return { props: { userId: actor.userId, sessionId: actor.sessionId, language, messages } }
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
