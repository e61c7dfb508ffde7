/** The pages of the settings, in their order: `/settings/<section>`. */
export const sections = ['profile', 'devices', 'privacy', 'appearance', 'account', 'about'] as const

export type Section = (typeof sections)[number]

/** The section of a path; the profile stands beside the menu until another is chosen. */
export const sectionOf = (name: string | undefined): Section =>
  sections.find(section => section === name) ?? 'profile'
