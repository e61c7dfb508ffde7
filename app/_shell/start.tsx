/**
 * Where the signed-in app starts in production: what pages/_document.tsx has drawn becomes alive. In development Next
 * does this with the same component (docs/decisions/011-what-the-browser-loads.md).
 */
import { hydrateRoot } from 'react-dom/client'
import { SignedIn, type SignedInProps } from '#app/_components/shell/signed-in.tsx'
import { dataId } from './names.ts'

const found = (id: string): HTMLElement => {
  const element = document.getElementById(id)
  if (!element) throw new Error(`The document has no #${id}`)
  return element
}

const props: SignedInProps = JSON.parse(found(dataId).textContent)
// Next's name for the element it draws pages in.
hydrateRoot(found('__next'), <SignedIn {...props} />)
