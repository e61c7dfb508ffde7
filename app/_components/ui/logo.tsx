import clsx from 'clsx'

/** The mark: a bubble with a K in it. The same drawing as app/icon.svg. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true" className={clsx('flex-none', className ?? 'size-9')}>
      <rect width="64" height="64" rx="15" fill="#0b7a53" />
      <path
        fill="#fff"
        d="M32 12c-12.2 0-21 7.7-21 18 0 5.6 2.6 10.3 6.9 13.6-.3 3-1.5 5.5-3.2 7.5-.6.7 0 1.8.9 1.6 4.1-.7 7.6-2.3 10.3-4.2 1.9.4 4 .5 6.1.5 12.2 0 21-7.9 21-18.5S44.2 12 32 12Z"
      />
      <path
        d="M25 21v19M39 21 25.5 31.5 39 40"
        fill="none"
        stroke="#0b7a53"
        strokeWidth="5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
