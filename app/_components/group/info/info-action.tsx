import type { LucideIcon } from 'lucide-react'

interface Props {
  icon: LucideIcon
  label: string
  onPress: () => void
}

/** A large button with its word below: the few things done most. */
export function InfoAction({ icon: Icon, label, onPress }: Props) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex min-h-16 min-w-0 flex-1 flex-col items-center justify-center gap-1 rounded-card bg-surface-2 px-1 py-2 text-accent transition-colors hover:bg-selected"
    >
      <Icon aria-hidden />
      <span className="max-w-full text-balance text-center text-meta">{label}</span>
    </button>
  )
}
