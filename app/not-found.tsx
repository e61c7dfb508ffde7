import { NotFound } from './_components/ui/not-found.tsx'

export default NotFound
