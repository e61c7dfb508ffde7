'use client'
import './globals.css'

/**
 * The last resort: the root layout itself has failed, so there are no texts, no language and no components to
 * rely on. Both languages, no more than what always works.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main className="flex h-dvh flex-col items-center justify-center gap-1 px-6 text-center">
          <h1 className="text-heading">Kith has stopped</h1>
          <p className="text-body text-text-2">Your messages are safe on this device.</p>
          {error.digest && <code className="font-mono text-meta text-text-3">{error.digest}</code>}
          <button
            type="button"
            onClick={() => location.reload()}
            className="mt-4 h-(--control-h) rounded-control bg-accent px-4 text-title text-on-accent"
          >
            Reload
          </button>
        </main>
      </body>
    </html>
  )
}
