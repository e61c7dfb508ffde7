'use client'
import { Component, type ReactNode } from 'react'
import { Crash } from '../ui/crash.tsx'

interface State {
  error: Error | null
}

/** Keeps a failure inside its pane: the others go on. */
export class PaneBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    return error ? <Crash error={error} reset={() => this.setState({ error: null })} /> : this.props.children
  }
}
