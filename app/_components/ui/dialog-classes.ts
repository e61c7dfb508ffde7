/** The shade behind a dialog and the way a dialog comes and goes, shared by all of them. */
export const backdropClass =
  'fixed inset-0 z-50 bg-scrim transition-opacity duration-(--sheet-for) data-starting-style:opacity-0 data-ending-style:opacity-0'

export const popClass =
  'outline-none transition-[opacity,scale] duration-(--sheet-for) ease-sheet data-starting-style:scale-(--pop-scale) ' +
  'data-starting-style:opacity-0 data-ending-style:opacity-0'
