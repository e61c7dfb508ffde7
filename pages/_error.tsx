import type { PageConfig } from 'next'

/**
 * The server could not say who is signed in. Drawn when the app is built, so it runs no script and knows no language;
 * app/global-error.tsx says the same for the pages of the door.
 */
export const config: PageConfig = { unstable_runtimeJS: false }

export default function Failed() {
  return (
    <main className="flex h-dvh flex-col items-center justify-center gap-1 px-6 text-center">
      <h1 className="text-heading">Kith has stopped</h1>
      <p className="text-body text-text-2">Your messages are safe on this device.</p>
      {/* Sent to where it stands: a reload that needs no script. */}
      <form className="mt-4">
        <button
          type="submit"
          className="h-(--control-h) rounded-control bg-accent px-4 text-title text-on-accent"
        >
          Reload
        </button>
      </form>
    </main>
  )
}
