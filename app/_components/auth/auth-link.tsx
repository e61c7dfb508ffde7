import { HOME } from './safe-path.ts'

/** From one of the pages at the door to the other; where the person was going comes along. */
export function AuthLink({ to, next, label }: { to: '/sign-in' | '/sign-up'; next: string; label: string }) {
  const query = next === HOME ? '' : `?next=${encodeURIComponent(next)}`
  return (
    <a
      href={to + query}
      className="relative font-[600] text-accent underline-offset-2 after:absolute after:-inset-x-2 after:-inset-y-3 hover:underline"
    >
      {label}
    </a>
  )
}
