'use client'
import { Crash } from './_components/ui/crash.tsx'

export default Crash
