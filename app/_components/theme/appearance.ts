/** What the Appearance settings change on the page itself; the values live in the person's own settings. */
export interface Appearance {
  density?: 'comfortable' | 'compact'
  /** 13 to 20 px, messages only. */
  messageSize?: number
  reduceMotion?: boolean
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** Puts the choices on the page; what is left out goes back to the default. */
export function applyAppearance({ density, messageSize, reduceMotion }: Appearance): void {
  const { dataset, style } = document.documentElement
  if (density === 'compact') dataset.density = density
  else delete dataset.density
  if (reduceMotion) dataset.motion = 'reduced'
  else delete dataset.motion
  if (messageSize) style.setProperty('--message-size', `${clamp(messageSize, 13, 20) / 16}rem`)
  else style.removeProperty('--message-size')
}
