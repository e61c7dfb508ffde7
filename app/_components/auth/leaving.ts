/** Whether this tab is signing out by itself; the news that its session has ended then leads nowhere else. */
let leaving = false

export const setLeaving = (now: boolean): void => {
  leaving = now
}

export const isLeaving = (): boolean => leaving
