'use client'
import type { LucideIcon } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

interface Props {
  icon: LucideIcon
  label: string
  /** Only the icon has room. */
  narrow: boolean
  primary?: boolean
  onPress: () => void
}

/** A button beside a search field: with its word where there is room for it. */
export function ToolbarButton({ icon, label, narrow, primary, onPress }: Props) {
  if (narrow) return <IconButton icon={icon} label={label} onClick={onPress} />
  return (
    <Button icon={icon} size="small" variant={primary ? 'primary' : 'secondary'} onClick={onPress}>
      {label}
    </Button>
  )
}
