import Document, { type DocumentContext, Head, Html, Main, NextScript } from 'next/document'
import type { SignedInProps } from '#app/_components/shell/signed-in.tsx'
import { Prelude } from '#app/_components/theme/prelude.tsx'
import { themeColors } from '#app/_components/theme/theme-key.ts'
import { dataId } from '#app/_shell/names.ts'

/** The scripts the app starts with, the first one first; put in by scripts/build.mjs, none in development. */
const scripts = (process.env.SHELL_SCRIPTS ?? '').split(' ').filter(Boolean)

interface Props {
  nonce: string | undefined
}

/** The document around the signed-in app. It says what app/layout.tsx says for the pages of the door. */
export default class MainDocument extends Document<Props> {
  static override async getInitialProps(context: DocumentContext) {
    const nonce = context.req?.headers['x-nonce']
    return {
      ...(await Document.getInitialProps(context)),
      nonce: typeof nonce === 'string' ? nonce : undefined,
    }
  }

  override render() {
    const { nonce } = this.props
    const said: Partial<SignedInProps> | undefined = this.props.__NEXT_DATA__.props.pageProps
    // The page of an error says nothing, and has nothing to start.
    const data = said?.userId === undefined ? undefined : (said as SignedInProps)
    return (
      <Html lang={data?.language}>
        <Head nonce={nonce}>
          <Prelude nonce={nonce} />
          <meta name="application-name" content="Kith" />
          <meta name="referrer" content="strict-origin-when-cross-origin" />
          <meta name="robots" content="noindex, nofollow" />
          <meta name="format-detection" content="telephone=no, address=no, email=no, date=no" />
          <meta name="mobile-web-app-capable" content="yes" />
          <meta name="apple-mobile-web-app-title" content="Kith" />
          <meta name="apple-mobile-web-app-status-bar-style" content="default" />
          <meta name="theme-color" media="(prefers-color-scheme: light)" content={themeColors.light} />
          <meta name="theme-color" media="(prefers-color-scheme: dark)" content={themeColors.dark} />
          <link rel="manifest" href="/manifest.webmanifest" />
          <link rel="icon" href="/icon.svg" type="image/svg+xml" />
          <link rel="apple-touch-icon" href="/icons/apple-180.png" />
          {data &&
            scripts.map(name => (
              <link key={name} rel="modulepreload" href={`/_next/static/shell/${name}`} nonce={nonce} />
            ))}
        </Head>
        <body>
          <Main />
          {data && scripts.length > 0 && <OwnStart data={data} nonce={nonce} />}
          <NextScript nonce={nonce} />
        </body>
      </Html>
    )
  }
}

function OwnStart({ data, nonce }: { data: SignedInProps; nonce: string | undefined }) {
  // A text could end the element it stands in.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return (
    <>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: JSON in which nothing is markup. */}
      <script id={dataId} type="application/json" dangerouslySetInnerHTML={{ __html: json }} />
      <script type="module" src={`/_next/static/shell/${scripts[0]}`} nonce={nonce} />
    </>
  )
}
