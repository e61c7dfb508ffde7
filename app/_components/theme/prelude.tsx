import { LANGUAGE_KEY } from '../i18n/languages.ts'
import { THEME_KEY } from './theme-key.ts'

// Runs while the page is still being parsed: the chosen theme is there before the first paint, and a page whose
// stored language differs from the server's guess stays unseen until its texts are (globals.css).
const code = `(d=>{try{let s=localStorage,t=s.getItem("${THEME_KEY}"),l=s.getItem("${LANGUAGE_KEY}");\
if(t=="light"||t=="dark")d.dataset.theme=t;if(l&&l!=d.lang)d.dataset.languagePending=""}catch{}})\
(document.documentElement)`

/** The only inline script of ours; browsers hide the nonce from scripts, hence the suppressed comparison. */
export function Prelude({ nonce }: { nonce?: string }) {
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {code}
    </script>
  )
}
